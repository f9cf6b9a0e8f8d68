package org.faktoryjca.testing.examples;

import java.time.Duration;
import org.faktoryjca.FaktoryConnectionFactory;
import org.faktoryjca.Job;

/** Code that pushes. */
// tag::orders[]
public class Orders {
    private final FaktoryConnectionFactory faktory;

    public Orders(FaktoryConnectionFactory faktory) {
        this.faktory = faktory;
    }

    public void place(Order order) {
        faktory.push(Job.of("confirm", order).queue("mails"));
        faktory.push(Job.of("remind", order.number()).in(Duration.ofDays(3)));
    }
}
// end::orders[]
