package org.faktoryjca.testing.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.faktoryjca.testing.JobRunner;
import org.faktoryjca.testing.RecordingConnectionFactory;
import org.junit.jupiter.api.Test;

// tag::recording[]
class OrdersTest {
    private final RecordingConnectionFactory faktory = new RecordingConnectionFactory();

    @Test
    void anOrderIsConfirmedAndRemindedOf() {
        new Orders(faktory).place(new Order(7, "a@example.org"));

        assertThat(faktory.assertPushed("confirm", new Order(7, "a@example.org"))
                        .queue())
                .contains("mails");
        assertThat(faktory.assertPushed("remind", 7).at().orElseThrow()).isAfter(Instant.now());
        assertThat(faktory.pushed()).hasSize(2);
    }

    @Test
    void theJobsDoWhatTheyAreFor() {
        var bean = new OrderJobs();
        new Orders(faktory).place(new Order(7, "a@example.org"));

        var runs = faktory.drainInto(JobRunner.of(bean)); // what is due, and what that pushes in turn

        assertThat(runs).hasSize(1).allMatch(run -> run.succeeded());
        assertThat(bean.sent()).containsExactly("order 7 to a@example.org");
        assertThat(faktory.scheduled()).hasSize(1);

        var inFourDays = Instant.now().plus(Duration.ofDays(4));
        assertThat(faktory.drainInto(JobRunner.of(bean), inFourDays))
                .noneMatch(run -> run.succeeded()); // no bean reminds
    }
}
// end::recording[]
