package org.faktoryjca;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The exceptions that carry more than words. */
class ExceptionsTest {
    private static PushIncompleteException incomplete() {
        var rejected = new LinkedHashMap<String, String>();
        rejected.put("r1", "queue names must match");
        rejected.put("r2", "another reason");
        return new PushIncompleteException(
                List.of("a1", "a2", "a3"), rejected, List.of("u1"), List.of("n1", "n2"), new IOException("reset"));
    }

    @Test
    void anIncompletePushNamesEachJobInOneOfFourGroups() {
        var exception = incomplete();

        assertThat(exception.accepted()).containsExactly("a1", "a2", "a3");
        assertThat(exception.rejected())
                .containsExactly(Map.entry("r1", "queue names must match"), Map.entry("r2", "another reason"));
        assertThat(exception.unknown()).containsExactly("u1");
        assertThat(exception.notSent()).containsExactly("n1", "n2");
        assertThat(exception).hasCauseInstanceOf(IOException.class);
    }

    @Test
    void anIncompletePushCountsItsGroupsAndQuotesTheFirstReason() {
        assertThat(incomplete())
                .hasMessageContaining("of 8 jobs 3 were accepted, 2 rejected (first: queue names must match),"
                        + " 1 have an unknown outcome, 2 were not sent");
        assertThat(new PushIncompleteException(List.of(), Map.of(), List.of(), List.of("n"), null))
                .hasMessageContaining("0 rejected, 0 have")
                .hasNoCause();
    }

    @Test
    void theGroupsOfAnIncompletePushCannotBeChanged() {
        var exception = incomplete();
        assertThatThrownBy(() -> exception.accepted().add("x")).isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> exception.rejected().clear()).isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> exception.unknown().clear()).isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> exception.notSent().clear()).isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void theGroupsSurviveARemoteCall() throws Exception {
        var bytes = new ByteArrayOutputStream();
        try (var out = new ObjectOutputStream(bytes)) {
            out.writeObject(incomplete());
        }
        try (var in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            var read = (PushIncompleteException) in.readObject();
            assertThat(read.accepted()).containsExactly("a1", "a2", "a3");
            assertThat(read.rejected()).containsOnlyKeys("r1", "r2");
            assertThat(read.code()).isEqualTo(ErrorCode.PUSH_INCOMPLETE);
        }
    }

    @Test
    void aMismatchNamesIndexTypeAndValueAndCutsALongOne() {
        assertThat(new ArgumentMismatchException(2, int.class, "seven", null))
                .hasMessageContaining("argument 2 should be int and is \"seven\"");
        assertThat(new ArgumentMismatchException(0, long.class, null, null))
                .hasMessageContaining("argument 0 should be long and is null");
        assertThat(new ArgumentMismatchException(0, long.class, "x".repeat(5000), null).getMessage())
                .contains("…")
                .hasSizeLessThan(300);
    }
}
