package org.faktoryjca.worker;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.faktoryjca.ArgumentMismatchException;
import org.faktoryjca.ErrorCode;
import org.faktoryjca.Job;
import org.faktoryjca.JobMethods;
import org.faktoryjca.UnknownJobTypeException;

/**
 * What FAIL tells the server of a failure, and Faktory's pages show.
 *
 * @param errorType a class's name, or one of the names of this project: {@code InvalidArguments}, {@code UnknownJobType},
 *     {@code TransactionRolledBack}, {@code TransactionOutcomeUnknown}, {@code WorkerShutdown}
 * @param message what went wrong
 * @param backtrace the stack, one line a frame; may be empty
 */
public record FailureReport(String errorType, String message, List<String> backtrace) {
    /** A job whose arguments do not fit. */
    public static final String INVALID_ARGUMENTS = "InvalidArguments";
    /** A job that nobody here handles. */
    public static final String UNKNOWN_JOB_TYPE = "UnknownJobType";
    /** A job whose transaction did not commit. */
    public static final String TRANSACTION_ROLLED_BACK = "TransactionRolledBack";
    /** A job of which nobody knows whether its transaction has committed. */
    public static final String TRANSACTION_OUTCOME_UNKNOWN = "TransactionOutcomeUnknown";
    /** A job that did not end before its worker stopped. */
    public static final String WORKER_SHUTDOWN = "WorkerShutdown";

    /** The server keeps so many lines. */
    private static final int LINES = 50;

    /** What a call goes through between this project and the application's method. */
    private static final List<String> PASSAGES =
            List.of("org.faktoryjca.spi.", "java.lang.reflect.", "java.lang.invoke.", "jdk.internal.reflect.");

    /** Copies the lines. */
    public FailureReport {
        backtrace = List.copyOf(backtrace);
    }

    /** One of this project's own failures, which need no stack. */
    public static FailureReport named(String errorType, String message) {
        return new FailureReport(errorType, message, List.of());
    }

    /** Of a job that no handler takes. */
    static FailureReport unknownJobType(Job job) {
        return named(
                UNKNOWN_JOB_TYPE,
                ErrorCode.UNKNOWN_JOB_TYPE
                        + ": no handler of queue %s takes jobs of type %s"
                                .formatted(job.queue().orElse("default"), job.type()));
    }

    /** Of a job that was still running when its worker had stopped. */
    static FailureReport shutdown() {
        return named(
                WORKER_SHUTDOWN, ErrorCode.WORKER_SHUTDOWN + ": the worker stopped before the job's method had ended");
    }

    /** As the other one, of a method that has thrown then, maybe because it was interrupted; nothing of what it threw is lost. */
    static FailureReport shutdown(FailureReport own) {
        return new FailureReport(
                WORKER_SHUTDOWN,
                shutdown().message() + "; then it threw " + own.errorType() + ": " + own.message(),
                own.backtrace());
    }

    /** What was thrown, with its causes. */
    public static FailureReport of(Throwable thrown) {
        return of(thrown, frame -> false);
    }

    /**
     * What was thrown, with its causes, as the application sees it: without the frames under the call of its own code.
     *
     * @param called whether a frame is the one that the container calls
     */
    public static FailureReport of(Throwable thrown, Predicate<StackTraceElement> called) {
        return new FailureReport(typeOf(thrown), messageOf(thrown), lines(thrown, called));
    }

    /** An application's exception may fail to say what it is about, and is reported all the same. */
    private static String messageOf(Throwable thrown) {
        try {
            var message = thrown.getMessage();
            return message == null ? thrown.toString() : message;
        } catch (RuntimeException e) {
            return "no message: asked for it, the exception threw "
                    + e.getClass().getName();
        }
    }

    private static String typeOf(Throwable thrown) {
        if (thrown instanceof ArgumentMismatchException) {
            return INVALID_ARGUMENTS;
        }
        return thrown instanceof UnknownJobTypeException
                ? UNKNOWN_JOB_TYPE
                : thrown.getClass().getName();
    }

    private static List<String> lines(Throwable thrown, Predicate<StackTraceElement> called) {
        var lines = new ArrayList<String>();
        var depth = 0;
        for (var cause = thrown; cause != null && depth++ < LINES; cause = cause.getCause()) {
            if (cause != thrown) {
                lines.add("Caused by: " + cause.getClass().getName() + ": " + messageOf(cause));
            }
            for (var frame : applications(List.of(cause.getStackTrace()), called)) {
                lines.add(frame.toString());
            }
        }
        return lines.subList(0, Math.min(LINES, lines.size()));
    }

    /** The frames above the call, which takes some of this project's own and of reflection on its way. */
    private static List<StackTraceElement> applications(
            List<StackTraceElement> stack, Predicate<StackTraceElement> called) {
        for (int i = 0; i < stack.size(); i++) {
            if (called.test(stack.get(i))) {
                return stack.subList(0, i + 1);
            }
            if (isOwnCall(stack.get(i))) {
                var end = i;
                while (end > 0 && isPassage(stack.get(end - 1))) {
                    end--;
                }
                return stack.subList(0, end);
            }
        }
        return stack;
    }

    private static boolean isOwnCall(StackTraceElement frame) {
        return frame.getClassName().equals(JobMethods.class.getName())
                || frame.getClassName().startsWith(JobRunner.class.getName());
    }

    private static boolean isPassage(StackTraceElement frame) {
        return PASSAGES.stream().anyMatch(frame.getClassName()::startsWith);
    }
}
