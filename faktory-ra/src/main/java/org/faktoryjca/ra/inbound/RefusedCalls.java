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
 * how long that will be, so that each time lasts twice as long as the one before. Thread-safe.
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

    private final Class<?> bean;
    private final LongSupplier nanoTime;

    /** Guarded by this, as the other one; zero as long as none was refused. */
    private Duration pause = Duration.ZERO;

    private long untilNanos;

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
        if (pause.isZero() || untilNanos - now <= 0) {
            pause = pause.isZero() ? FIRST : pause.multipliedBy(2);
            pause = pause.compareTo(LONGEST) > 0 ? LONGEST : pause;
            untilNanos = now + pause.toNanos();
            RaLog.refusesCalls(bean, pause);
        }
        return new Outcome.Refused(failure, Duration.ofNanos(untilNanos - now));
    }
}
