package org.faktoryjca.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.faktoryjca.ArgumentMismatchException;
import org.faktoryjca.UnknownJobTypeException;
import org.junit.jupiter.api.Test;

class FailureReportTest {
    @Test
    void itHasTheTypeTheMessageAndTheStackOfWhatWasThrown() {
        var report = FailureReport.of(new IOException("disk full"));
        assertThat(report.errorType()).isEqualTo("java.io.IOException");
        assertThat(report.message()).isEqualTo("disk full");
        assertThat(report.backtrace().get(0)).contains("FailureReportTest");
    }

    @Test
    void theProjectsOwnFailuresHaveTheirOwnNames() {
        assertThat(FailureReport.of(new ArgumentMismatchException("x")).errorType())
                .isEqualTo("InvalidArguments");
        assertThat(FailureReport.of(new UnknownJobTypeException("x")).errorType())
                .isEqualTo("UnknownJobType");
    }

    @Test
    void withoutAMessageTheTypeIsTheMessage() {
        assertThat(FailureReport.of(new IllegalStateException()).message())
                .isEqualTo("java.lang.IllegalStateException");
    }

    @Test
    void aCauseFollowsItsEffectAsFarAsThereAreLines() {
        var thrown = new IllegalStateException("outer", new IOException("inner"));
        thrown.setStackTrace(new StackTraceElement[] {new StackTraceElement("A", "a", "A.java", 1)});
        var lines = FailureReport.of(thrown).backtrace();
        assertThat(lines.subList(0, 2)).containsExactly("A.a(A.java:1)", "Caused by: java.io.IOException: inner");
        assertThat(lines).hasSizeLessThanOrEqualTo(50);
    }

    @Test
    void anExceptionThatFailsToDescribeItselfIsReportedAllTheSame() {
        var report = FailureReport.of(new IllegalStateException() {
            private static final long serialVersionUID = 1L;

            @Override
            public String getMessage() {
                throw new UnsupportedOperationException();
            }

            @Override
            public synchronized Throwable getCause() {
                return this;
            }

            @Override
            public StackTraceElement[] getStackTrace() {
                return new StackTraceElement[0];
            }
        });
        assertThat(report.errorType()).contains("FailureReportTest");
        assertThat(report.message()).contains("UnsupportedOperationException");
        assertThat(report.backtrace()).isEmpty();
    }
}
