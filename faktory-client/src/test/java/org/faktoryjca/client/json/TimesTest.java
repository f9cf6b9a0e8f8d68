package org.faktoryjca.client.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TimesTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "2026-11-25T10:30:41.123456789Z",
                "2026-11-25T10:30:41.1Z",
                "2026-11-25T10:30:41.000001Z",
                "2026-11-25T10:30:41Z",
                "2024-02-29T23:59:59.999999999Z",
                "1970-01-01T00:00:00Z",
                "2026-11-25T10:30Z",
                "2026-11-25T10:30:41.Z",
                "2026-11-25T10:30:41.5+02:00",
                "2026-11-25T10:30:41-08:30"
            })
    void aTimeIsReadAsTheGeneralParserReadsIt(String text) {
        assertThat(Times.parse(text)).isEqualTo(OffsetDateTime.parse(text).toInstant());
    }

    @Test
    void aTimeKeepsItsNanoseconds() {
        assertThat(Times.parse("2026-11-25T10:30:41.000000007Z"))
                .isEqualTo(Instant.parse("2026-11-25T10:30:41Z").plusNanos(7));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "yesterday",
                "2026-11-25",
                "2026-13-25T10:30:41Z",
                "2026-02-30T10:30:41Z",
                "2026-11-25T24:30:41Z",
                "2026-11-25T10:30:41",
                "2026-11-25 10:30:41Z",
                "2026-11-25T10:30:41.1234567891Z",
                "+026-11-25T10:30:41Z",
                "2026-11-25T10:30:4\u0661Z"
            })
    void whatIsNoTimeIsRefused(String text) {
        assertThatThrownBy(() -> Times.parse(text)).isInstanceOf(DateTimeException.class);
    }
}
