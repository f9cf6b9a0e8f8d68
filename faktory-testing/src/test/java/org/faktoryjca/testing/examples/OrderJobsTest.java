package org.faktoryjca.testing.examples;

import static org.assertj.core.api.Assertions.assertThat;

import org.faktoryjca.Job;
import org.faktoryjca.testing.JobRunner;
import org.faktoryjca.worker.FailureReport;
import org.faktoryjca.worker.Outcome;
import org.junit.jupiter.api.Test;

// tag::runner[]
class OrderJobsTest {
    private final OrderJobs bean = new OrderJobs();
    private final JobRunner runner = JobRunner.of(bean);

    @Test
    void anOrderIsConfirmed() {
        var outcome = runner.run(Job.of("confirm", new Order(7, "a@example.org")));

        assertThat(outcome).isEqualTo(Outcome.succeeded()); // ACK
        assertThat(bean.sent()).containsExactly("order 7 to a@example.org");
    }

    @Test
    void anAddressThatIsNoneFailsTheJob() {
        assertThat(failure(Job.of("confirm", new Order(7, "nobody"))).message()).isEqualTo("no address: nobody");
    }

    @Test
    void argumentsMustFit() {
        assertThat(failure(Job.of("confirm", 7)).errorType()).isEqualTo("InvalidArguments");
    }

    private FailureReport failure(Job job) {
        return ((Outcome.Failed) runner.run(job)).failure(); // FAIL
    }
}
// end::runner[]
