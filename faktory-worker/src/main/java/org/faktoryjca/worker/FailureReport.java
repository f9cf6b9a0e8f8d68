package org.faktoryjca.worker;

import java.util.ArrayList;
import java.util.List;
import org.faktoryjca.ArgumentMismatchException;
import org.faktoryjca.ErrorCode;
import org.faktoryjca.Job;
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

    /** What was thrown, with its causes. */
    public static FailureReport of(Throwable thrown) {
        return new FailureReport(typeOf(thrown), messageOf(thrown), lines(thrown));
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

    private static List<String> lines(Throwable thrown) {
        var lines = new ArrayList<String>();
        var depth = 0;
        for (var cause = thrown; cause != null && depth++ < LINES; cause = cause.getCause()) {
            if (cause != thrown) {
                lines.add("Caused by: " + cause.getClass().getName() + ": " + messageOf(cause));
            }
            for (var frame : cause.getStackTrace()) {
                lines.add(frame.toString());
            }
        }
        return lines.subList(0, Math.min(LINES, lines.size()));
    }
}
