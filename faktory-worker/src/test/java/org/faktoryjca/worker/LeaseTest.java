package org.faktoryjca.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.faktoryjca.Job;
import org.junit.jupiter.api.Test;

class LeaseTest {
    private final MovedTime time = new MovedTime();

    @Test
    void itEndsAMarginBeforeTheServersDoes() {
        var lease = Lease.of(Job.of("x").reserveFor(Duration.ofSeconds(60)), time, time.nanoTime());

        time.move(Duration.ofSeconds(57));
        assertThat(lease.ended()).isFalse();
        assertThat(lease.left()).isEqualTo(Duration.ofSeconds(1));
        assertThat(lease.ends()).isEqualTo(time.now().plusSeconds(1));

        time.move(Duration.ofSeconds(1));
        assertThat(lease.ended()).isTrue();
        time.move(Duration.ofHours(1));
        assertThat(lease.left()).isZero();
    }

    @Test
    void itCountsFromBeforeTheFetch() {
        var before = time.nanoTime();
        time.move(Duration.ofSeconds(2));
        assertThat(Lease.of(Job.of("x").reserveFor(Duration.ofSeconds(60)), time, before)
                        .left())
                .isEqualTo(Duration.ofSeconds(56));
    }

    @Test
    void withoutAReservationOfItsOwnAJobHasHalfAnHour() {
        assertThat(Lease.of(Job.of("x"), time, 0).left())
                .isEqualTo(Duration.ofMinutes(30).minusSeconds(2));
    }

    @Test
    void aDeliveryWhoseReservationIsOverMayNotCommitAndReportsNothing() {
        var delivery = new Delivery(Job.of("x"), Lease.of(Job.of("x"), time, 0));
        assertThat(delivery.isOver()).isFalse();
        time.move(Duration.ofMinutes(30));

        assertThat(delivery.isLeaseOver()).isTrue();
        assertThat(delivery.isOver()).isTrue();
        assertThat(delivery.commit()).isFalse();
        assertThat(delivery.doomedOutcome()).isEqualTo(new Outcome.LeaseEnded());
    }

    @Test
    void aDoomedDeliveryMayNotCommitAndIsReportedAsStopped() {
        var delivery = new Delivery(Job.of("x"), Lease.of(Job.of("x"), time, 0));
        delivery.doom();

        assertThat(delivery.commit()).isFalse();
        assertThat(delivery.doomedOutcome())
                .isInstanceOfSatisfying(
                        Outcome.Failed.class,
                        failed -> assertThat(failed.failure().errorType()).isEqualTo("WorkerShutdown"));
    }

    @Test
    void aCommittingDeliveryCanNoLongerBeDoomed() {
        var delivery = new Delivery(Job.of("x"), Lease.of(Job.of("x"), time, 0));

        assertThat(delivery.commit()).isTrue();
        delivery.doom();
        time.move(Duration.ofHours(1));

        assertThat(delivery.commit()).as("asked again").isTrue();
    }
}
