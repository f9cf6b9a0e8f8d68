package org.faktoryjca.ra.inbound;

import java.time.Duration;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.faktoryjca.JobMethods;
import org.faktoryjca.ra.RaLog;
import org.faktoryjca.worker.FailureReport;
import org.faktoryjca.worker.Outcome;

/**
 * The times in which a server refuses a bean's calls. Servers do from the beginning of an undeployment on, and tell the adapter that the
 * bean goes when they have waited for the calls that run, or for beans before it: meanwhile it would fail its whole queue. Nothing says
 * how long that will be, so that each time lasts twice as long as the one before, until a call has passed. Thread-safe.
 */
final class RefusedCalls {
    private static final Duration FIRST = Duration.ofSeconds(30);
    private static final Duration LONGEST = Duration.ofMinutes(10);

    /** Causes may go round in a circle. */
    private static final int CAUSES = 50;

    /** By its name, since it is WildFly's own class. */
    private static final String WILDFLY = ".EJBComponentUnavailableException";

    /** By its words: the class is any failed call's. */
    private static final String PAYARA = "Message-driven bean invocation closed by container";

    /** One time of refusal, or none yet. */
    record Time(Duration pause, long untilNanos) {
        private static final Time NONE = new Time(Duration.ZERO, 0);

        private Time next(long now) {
            var twice = this == NONE ? FIRST : pause.multipliedBy(2);
            var next = twice.compareTo(LONGEST) > 0 ? LONGEST : twice;
            return new Time(next, now + next.toNanos());
        }
    }

    private final Class<?> bean;
    private final LongSupplier nanoTime;

    /** Set by whoever has this one's lock. */
    private volatile Time last = Time.NONE;

    RefusedCalls(Class<?> bean, LongSupplier nanoTime) {
        this.bean = bean;
        this.nanoTime = nanoTime;
    }

    /**
     * Whether the server has refused a call of the bean, which is something else than a call that the bean makes: the refusal comes from
     * the thread that calls the bean, and the bean has had no part in it. One that an interceptor of the bean meets looks the same.
     *
     * @param thrown the outermost, as the container has thrown it
     * @param caller who calls the bean
     * @param called whether a frame is the bean's own method
     */
    static boolean areMeantBy(Throwable thrown, Class<?> caller, Predicate<StackTraceElement> called) {
        return chain(thrown)
                        .flatMap(RefusedCalls::stack)
                        .noneMatch(frame -> called.test(frame) || isOf(JobMethods.class, frame))
                && chain(thrown)
                        .filter(RefusedCalls::isRefusal)
                        .flatMap(RefusedCalls::stack)
                        .anyMatch(frame -> isOf(caller, frame));
    }

    private static Stream<Throwable> chain(Throwable thrown) {
        return Stream.iterate(thrown, cause -> cause != null, Throwable::getCause)
                .limit(CAUSES);
    }

    private static Stream<StackTraceElement> stack(Throwable thrown) {
        return Stream.of(thrown.getStackTrace());
    }

    private static boolean isOf(Class<?> type, StackTraceElement frame) {
        return frame.getClassName().equals(type.getName());
    }

    private static boolean isRefusal(Throwable thrown) {
        var message = thrown.getMessage();
        return thrown.getClass().getName().endsWith(WILDFLY) || message != null && message.contains(PAYARA);
    }

    /** What becomes of a job whose call was refused. Says so once for each time. */
    synchronized Outcome outcome(FailureReport failure) {
        var now = nanoTime.getAsLong();
        if (last == Time.NONE || last.untilNanos() - now <= 0) {
            last = last.next(now);
            RaLog.refusesCalls(bean, last.pause());
        }
        return new Outcome.Refused(failure, Duration.ofNanos(last.untilNanos() - now));
    }

    /** The last time that calls were refused, for a call to keep from its beginning. */
    Time last() {
        return last;
    }

    /**
     * A call has passed: refusals that it came after are over, as where an undeployment was called off. It says nothing of those that began
     * while it ran.
     *
     * @param before what was the {@link #last()} at its beginning
     */
    void passed(Time before) {
        if (before != Time.NONE) {
            forget(before);
        }
    }

    private synchronized void forget(Time over) {
        if (last == over) {
            last = Time.NONE;
        }
    }
}
