package org.faktoryjca.client;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The words of real servers, and what they mean for a job. */
class VerdictTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "jobs must have a reasonable jid parameter",
                "jobs must have an args parameter",
                "jobs cannot be reserved for more than one day",
                "cannot get \"a b\" queue: queue names must match \\A[a-zA-Z0-9._-]+\\z",
                "cannot get \"i/o timeout\n\" queue: queue names must match \\A[a-zA-Z0-9._-]+\\z",
                "invalid timestamp for 'at': \"x: i/o timeout\": parsing time \"x: i/o timeout\" as \"2006\"",
                "invalid JSON: unexpected end of JSON input",
                "json: cannot unmarshal number into Go value of type client.Job",
                "NOTUNIQUE Job not unique"
            })
    void whatIsWrongWithTheJobIsARefusal(String words) {
        assertThat(Verdict.of(words)).isEqualTo(Verdict.REFUSED);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "context deadline exceeded",
                "context canceled",
                "i/o timeout",
                "cannot get \"new\" queue: context deadline exceeded",
                "QUEUE: context deadline exceeded",
                "redis: client is closed",
                "redis: connection pool timeout",
                "dial unix /var/lib/faktory/db/redis.sock: connect: no such file or directory",
                "write unix @->/var/lib/faktory/db/redis.sock: write: broken pipe",
                "read tcp 10.0.0.1:4000->10.0.0.2:6379: read: connection reset by peer",
                "EOF",
                "OOM command not allowed when used memory > 'maxmemory'.",
                "READONLY You can't write against a read only replica.",
                "LOADING Redis is loading the dataset in memory",
                "MISCONF Redis is configured to save RDB snapshots, but it is currently unable to persist to disk.",
                "ERR max number of clients reached"
            })
    void theServersOwnTroubleIsNone(String words) {
        assertThat(Verdict.of(words)).isEqualTo(Verdict.TROUBLE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "no room for it", "WRONGTYPE Operation against a key", "NOTUNIQUELY", "EOFs everywhere"})
    void whatNoKnownServerSaysIsNeither(String words) {
        assertThat(Verdict.of(words)).isEqualTo(Verdict.UNFAMILIAR);
    }
}
