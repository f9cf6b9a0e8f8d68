package org.faktoryjca.testing.examples;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.faktoryjca.JobMethods;
import org.faktoryjca.OnJob;

/** A bean that runs jobs. */
// tag::jobs[]
public class OrderJobs implements JobMethods {
    private final List<String> sent = new CopyOnWriteArrayList<>();

    @OnJob("confirm")
    public void confirm(Order order) {
        if (!order.mail().contains("@")) {
            throw new IllegalArgumentException("no address: " + order.mail());
        }
        sent.add("order " + order.number() + " to " + order.mail());
    }

    public List<String> sent() {
        return sent;
    }
}
// end::jobs[]
