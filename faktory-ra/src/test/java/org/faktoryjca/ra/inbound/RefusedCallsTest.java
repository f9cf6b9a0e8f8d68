package org.faktoryjca.ra.inbound;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.ejb.EJBException;
import jakarta.resource.ResourceException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import org.faktoryjca.Job;
import org.faktoryjca.JobMethods;
import org.faktoryjca.OnJob;
import org.faktoryjca.worker.FailureReport;
import org.faktoryjca.worker.Outcome;
import org.junit.jupiter.api.Test;

class RefusedCallsTest {
    private static final Predicate<StackTraceElement> NO_BEAN = frame -> false;

    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 1);
    private final RefusedCalls refused = new RefusedCalls(Bean.class, nanos::get);

    /** Calls another bean, which is refused. */
    public static class Bean implements JobMethods {
        /** As a proxy of the other one does. */
        @OnJob("call")
        public void call() {
            throw new EJBComponentUnavailableException();
        }
    }

    private Duration pause() {
        return ((Outcome.Refused) refused.outcome(FailureReport.named("Refused", "why"))).pause();
    }

    private void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
    }

    private static boolean isRefused(Throwable thrown) {
        return RefusedCalls.areMeantBy(thrown, RefusedCallsTest.class, NO_BEAN);
    }

    @Test
    void theWordsOfEachServerAreKnown() {
        assertThat(isRefused(new EJBComponentUnavailableException())).isTrue();
        assertThat(isRefused(new ResourceException(
                        "beforeDelivery",
                        new EJBException("Bean: Message-driven bean invocation closed by container"))))
                .isTrue();
        assertThat(isRefused(new EJBException("something else"))).isFalse();
        assertThat(isRefused(new IllegalStateException())).isFalse();
    }

    @Test
    void whatABeanIsRefusedWhenItCallsAnotherIsItsOwnFailureWhateverIsPutAroundIt() {
        var thrown = catchFrom(() -> new Bean().onJob(Job.of("call").queue("q")));
        assertThat(thrown).isInstanceOf(EJBComponentUnavailableException.class);
        assertThat(isRefused(thrown)).isFalse();
        assertThat(isRefused(new EJBException((Exception) thrown))).isFalse();
    }

    @Test
    void whatAnotherThreadWasRefusedIsNoRefusalOfThisCall() {
        var elsewhere = CompletableFuture.supplyAsync(EJBComponentUnavailableException::new)
                .join();
        assertThat(isRefused(elsewhere)).isFalse();
        assertThat(isRefused(new EJBException(elsewhere))).isFalse();
    }

    @Test
    void causesThatGoRoundInACircleAreNoRefusal() {
        var outer = new EJBException("outer");
        var inner = new IllegalStateException("inner", outer);
        outer.initCause(inner);
        assertThat(isRefused(outer)).isFalse();
    }

    private interface Call {
        void run() throws Exception;
    }

    private static Throwable catchFrom(Call call) {
        try {
            call.run();
            throw new AssertionError("nothing was thrown");
        } catch (Exception e) {
            return e;
        }
    }

    @Test
    void whoIsRefusedInTheMeantimeWaitsForTheSameEnd() {
        assertThat(pause()).isEqualTo(Duration.ofSeconds(30));
        pass(Duration.ofSeconds(20));
        assertThat(pause()).isEqualTo(Duration.ofSeconds(10));
    }

    @Test
    void eachTimeLastsTwiceAsLongUpToTenMinutes() {
        assertThat(pause()).isEqualTo(Duration.ofSeconds(30));
        for (var next : new int[] {60, 120, 240, 480, 600, 600}) {
            pass(Duration.ofMinutes(10));
            assertThat(pause()).isEqualTo(Duration.ofSeconds(next));
        }
    }

    @Test
    void afterACallThatHasPassedTheyBeginAnewWithTheFirst() {
        pause();
        pass(Duration.ofSeconds(30));
        assertThat(pause()).isEqualTo(Duration.ofSeconds(60));
        pass(Duration.ofSeconds(60));
        refused.passed(refused.last());
        pass(Duration.ofDays(7));
        assertThat(pause()).isEqualTo(Duration.ofSeconds(30));
    }

    @Test
    void aCallThatBeganBeforeTheyWereRefusedSaysNothingOfThem() {
        var before = refused.last();
        pause();
        pass(Duration.ofSeconds(30));
        refused.passed(before);
        var amid = refused.last();
        assertThat(pause()).isEqualTo(Duration.ofSeconds(60));
        pass(Duration.ofSeconds(60));
        refused.passed(amid);
        assertThat(pause()).isEqualTo(Duration.ofSeconds(120));
    }
}
