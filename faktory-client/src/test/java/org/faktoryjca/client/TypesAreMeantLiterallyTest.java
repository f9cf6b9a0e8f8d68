package org.faktoryjca.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.faktoryjca.Job;
import org.faktoryjca.JobFilter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A type in a filter means the jobs of that type and no others, though the servers take it for a pattern. */
class TypesAreMeantLiterallyTest extends ConnectedTest {

    /** Some of which would fit others, were they patterns. */
    private static final List<String> TYPES = List.of(
            "sms*",
            "smsx",
            "sms?",
            "[abc]",
            "a",
            "^b-c",
            "left[",
            "right]",
            "say \"hi\"",
            "back\\slash",
            "back\\\\slashes",
            "\\*",
            "\\\"",
            "<tag>&",
            "{\u00e4\u20ac\ud83d\ude00}",
            "line\nfeed\ttab\r",
            "\b\f\u0001\u001f",
            "line\u2028paragraph\u2029",
            "%d %s",
            "delete\u007f",
            "no\u00a0break joined\u200d private\ue000",
            "two words");

    @ParameterizedTest
    @FieldSource("TYPES")
    void aTypeMeansTheJobsOfThatTypeAndNoOthers(String type) {
        for (var each : TYPES) {
            connection.push(Job.of(each, "for " + TYPES.indexOf(each)).in(Duration.ofHours(1)));
        }
        connection.admin().scheduled().requeue(JobFilter.type(type));

        assertThat(connection.info().scheduled()).isEqualTo(TYPES.size() - 1);
        assertThat(connection.fetch(List.of("default")).orElseThrow().type()).isEqualTo(type);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "sms*",
                "smsx",
                "sms?",
                "[abc]",
                "say \"hi\"",
                "back\\slash",
                "line\nfeed\ttab\r",
                "\b\f x",
                "\u20ac"
            })
    void besideAPatternATypeIsMeantLiterallyToo(String type) {
        for (var each : List.of(type, "smsx", "a", type + "x", "x" + type)) {
            for (var arg : List.of("to a", "to b")) {
                connection.push(Job.of(each, arg).in(Duration.ofHours(1)));
            }
        }
        var wanted = type.equals("smsx") ? 2 : 1;
        connection.admin().scheduled().requeue(JobFilter.type(type).andMatching("*to [b-z]*"));

        assertThat(connection.info().scheduled()).isEqualTo(10 - wanted);
        var job = connection.fetch(List.of("default")).orElseThrow();
        assertThat(job.type()).isEqualTo(type);
        assertThat(job.args()).isEqualTo(List.of("to b"));
    }

    /** The servers write such a character in one way in what they look for, and in another in what they look through. */
    @ParameterizedTest
    @ValueSource(
            strings = {"<tag>", "a&b", "start\u0001", "delete\u007f", "no\u00a0break", "joined\u200d", "private\ue000"})
    void besideAPatternATypeThatTheServersCannotLookForIsRefused(String type) {
        connection.push(Job.of(type).in(Duration.ofHours(1)));
        var scheduled = connection.admin().scheduled();
        assertThatThrownBy(() -> scheduled.discard(JobFilter.type(type).andMatching("*")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("cannot look for the type");

        assertThat(connection.info().scheduled()).isEqualTo(1);
    }

    /** A document of {@link JobFilter}: the servers look in the whole JSON. */
    @Test
    void anArgumentWithAFieldOfThatNameMakesItsJobFit() {
        connection.push(Job.of("other", Map.of("jobtype", "sms")).in(Duration.ofHours(1)));
        connection.admin().scheduled().discard(JobFilter.type("sms"));
        assertThat(connection.info().scheduled()).isZero();
    }

    /** What a pattern's characters mean, as {@link JobFilter} says it. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "*to \\*all\\?*",
                "*no\u00a0break\u2003here*",
                "*to [*]all[?]*",
                "*to ?all?*",
                "*[s-u]o*",
                "*[^x]o *",
                "*say \\\\\"hi\\\\\"*",
                "*\\[x\\]*",
                "*\\\\u003cb\\\\u003e*",
                "*back\\\\\\\\slash*"
            })
    void aPatternFindsTheJobThatItDescribes(String pattern) {
        var at = Duration.ofHours(1);
        connection.push(Job.of("mail", "to *all?", "no\u00a0break\u2003here", "say \"hi\"", "[x]", "<b>", "back\\slash")
                .in(at));
        connection.push(Job.of("mail", "x").in(at));
        connection.admin().scheduled().discard(JobFilter.matching(pattern));
        assertThat(connection.info().scheduled()).isEqualTo(1);
    }
}
