package org.faktoryjca.testing.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** MUTATE. What it answers is in {@link RefusalContract}; this is what it does. */
abstract class MutateContract extends ContractTopic {

    private static final List<List<String>> JOBS = List.of(
            List.of("a", "needle"),
            List.of("b", "x"),
            List.of("a", "y"),
            List.of("c", "n*e"),
            List.of("b", "[br]"),
            List.of("d", "qu\\\"ote"),
            List.of("e", "Needle"),
            List.of("f g", "two words"),
            List.of("h*\u00a0", "gr\u00fcn"),
            List.of("qu\\\"ote", "<\",{\"jobtype\":\"x[?]\"},\""));

    /** Ten scheduled jobs, {@code mutated-0} to {@code mutated-9}. */
    private void schedule() throws IOException {
        for (var i = 0; i < JOBS.size(); i++) {
            push(
                    "mutated-" + i,
                    ",\"jobtype\":\"" + JOBS.get(i).get(0) + "\",\"args\":[\""
                            + JOBS.get(i).get(1) + "\"],\"at\":\"" + LATER + "\"");
        }
    }

    /** Jids, where there are some, are all that counts; type and pattern must both fit, and both are globs of Redis. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "\"jids\":[\"mutated-0\",\"nobody\"] | 0",
                "\"jids\":[\"mutated-1\",\"mutated-1\"] | 1",
                "\"jids\":[\"mutated-1\"],\"jobtype\":\"a\" | 1",
                "\"jids\":[\"mutated-1\"],\"regexp\":\"*needle*\" | 1",
                "\"jids\":[\"nobody\"],\"jobtype\":\"a\" | ",
                "\"jobtype\":\"a\" | 0 2",
                "\"JOBTYPE\":\"a\" | 0 2",
                "\"jobtype\":\"A\" | ",
                "\"jobtype\":\"a*\" | 0 2",
                "\"jobtype\":\"[ab]\" | 0 1 2 4",
                "\"jids\":[],\"jobtype\":\"b\" | 1 4",
                "\"jids\":[],\"jobtype\":\"\",\"regexp\":\"\" | 0 1 2 3 4 5 6 7 8 9",
                "\"jobtype\":\"f\\u0020g\" | 7",
                "\"jobtype\":\"h*\" | 8",
                "\"jobtype\":\"h[*]?*\" | 8",
                "\"jobtype\":\"h\\\\**\" | ",
                "\"jobtype\":\"h*\\u00a0\" | ",
                "\"jobtype\":\"qu\\\"ote\" | ",
                "\"jobtype\":\"qu\\\\\\\"ote\" | 9",
                "\"jobtype\":\"h*\",\"regexp\":\"*\" | ",
                "\"jobtype\":\"a*\",\"regexp\":\"*\" | ",
                "\"jobtype\":\"[ab]\",\"regexp\":\"*\" | ",
                "\"jobtype\":\"f\",\"regexp\":\"*\" | ",
                "\"jobtype\":\"h*\\u00a0\",\"regexp\":\"*\" | ",
                "\"jobtype\":\"qu\\\"ote\",\"regexp\":\"*\" | 9",
                "\"jobtype\":\"x[?]\",\"regexp\":\"*\" | 9",
                "\"jobtype\":\"<\",\"regexp\":\"*\" | ",
                "\"regexp\":\"*gr?n*\" | ",
                "\"regexp\":\"*gr??n*\" | 8",
                "\"regexp\":\"*needle*\" | 0",
                "\"regexp\":\"needle\" | ",
                "\"regexp\":\"*needle*\",\"jobtype\":\"b\" | ",
                "\"regexp\":\"*needle*\",\"jobtype\":\"a\" | 0",
                "\"regexp\":\"*n?e*\" | 0 3",
                "\"regexp\":\"*n[a-f]edle*\" | 0",
                "\"regexp\":\"*[nN]eedle*\" | 0 6",
                "\"regexp\":\"*[^n]eedle*\" | 6",
                "\"regexp\":\"*n\\\\*e*\" | 3",
                "\"regexp\":\"*\\\\[br\\\\]*\" | 4",
                "\"regexp\":\"*[*\" | ",
                "\"regexp\":\"*\\\\\\\\\\\"ote*\" | 5 9",
                "\"regexp\":\"*n\\u002ae*\" | 0 3",
                "\"jobtype\":\"\\u0061\" | 0 2",
                "\"regexp\":\"*two\\u0020words*\" | 7",
                "\"regexp\":\"*two?words*\" | 7",
                "\"regexp\":\"*\\\"jobtype\\\":\\\"c\\\"*\" | 3",
            })
    void theFilterSaysWhichJobs(String filter, String wanted) throws IOException {
        var expected = wanted == null ? List.<String>of() : List.of(wanted.split(" "));
        for (var command : List.of("discard", "kill", "requeue")) {
            client.ask("FLUSH");
            schedule();
            mutate(command, "scheduled", ",\"filter\":{" + filter + "}");
            assertThat(set("scheduled")).as(command).isEqualTo(JOBS.size() - expected.size());
            assertThat(set("dead")).as(command).isEqualTo(command.equals("kill") ? expected.size() : 0);
            assertThat(count("total_enqueued")).as(command).isEqualTo(command.equals("requeue") ? expected.size() : 0);
        }
        for (var i = 0; i < expected.size(); i++) {
            assertThat("mutated-" + String.join(" mutated-", expected)).contains(fetchedJid("default"));
        }
    }

    @Test
    void withoutAFilterAllJobsAreMeantAndClearDoesNotLookAtIt() throws IOException {
        schedule();
        mutate("kill", "scheduled", "");
        assertThat(set("dead")).isEqualTo(JOBS.size());
        assertThat(set("scheduled")).isZero();
        mutate("kill", "dead", "");
        assertThat(set("dead")).isEqualTo(JOBS.size());
        mutate("requeue", "dead", ",\"filter\":null");
        assertThat(count("total_enqueued")).isEqualTo(JOBS.size());
        schedule();
        mutate("discard", "scheduled", ",\"filter\":null");
        assertThat(set("scheduled")).isZero();
        schedule();
        mutate("clear", "scheduled", ",\"filter\":{\"jids\":[\"mutated-1\"]}");
        assertThat(set("scheduled")).isZero();
    }

    @Test
    void whatIsRequeuedComesInTheOrderOfItsTimesOrInAnyWhereTheServerIsWrong() throws IOException {
        var jids = new ArrayList<String>();
        for (var i = 0; i < 12; i++) {
            jids.add("ordered-%02d".formatted(i));
            push(jids.get(i), ",\"at\":\"2090-01-01T00:00:%02dZ\"".formatted(i));
        }
        mutate("requeue", "scheduled", "");
        var fetched = new ArrayList<String>();
        for (var i = 0; i < jids.size(); i++) {
            fetched.add(fetchedJid("default"));
        }
        assertThat(fetched).containsExactlyInAnyOrderElementsOf(jids);
        if (!has(Wrong.REQUEUE_SHUFFLES)) {
            assertThat(fetched).isEqualTo(jids);
        }
    }

    @Test
    void aBadQueueNameEndsARequeueingAtItsJobOrAnywhereWhereTheServerIsWrong() throws IOException {
        for (var i = 0; i < 10; i++) {
            push(
                    "ordered-%02d".formatted(i),
                    (i == 4 ? ",\"queue\":\"a b\"" : "") + ",\"at\":\"2090-01-01T00:00:%02dZ\"".formatted(i));
        }
        assertThat(client.ask("MUTATE {\"cmd\":\"requeue\",\"target\":\"scheduled\"}"))
                .isEqualTo("-ERR queue names must match \\A[a-zA-Z0-9._-]+\\z");
        var left = set("scheduled");
        assertThat(left + count("total_enqueued")).isEqualTo(10);
        if (!has(Wrong.REQUEUE_SHUFFLES)) {
            assertThat(left).isEqualTo(6);
        }
        // The bad one is still there.
        mutate("discard", "scheduled", ",\"filter\":{\"jids\":[\"ordered-04\"]}");
        assertThat(set("scheduled")).isEqualTo(left - 1);
    }

    @Test
    void retryingJobsCanBeRunKilledAndDiscardedToo() throws IOException {
        for (var command : List.of("requeue", "kill", "discard")) {
            client.ask("FLUSH");
            fail(working(""), "");
            mutate(command, "retries", "");
            assertThat(set("retries")).isZero();
            assertThat(set("dead")).isEqualTo(command.equals("kill") ? 1 : 0);
            assertThat(count("total_enqueued")).isEqualTo(command.equals("requeue") ? 1 : 0);
        }
    }

    @Test
    void whatIsRequeuedComesAsItWas() throws IOException {
        var jid = working("");
        fail(jid, "");
        var retried = requeued("retries");
        fail(jid, "");
        mutate("kill", "retries", "");
        var revived = requeued("dead");
        for (var key : List.of("jid", "created_at", "enqueued_at", "args", "retry")) {
            assertThat(revived.get(key)).as(key).isEqualTo(retried.get(key));
        }
        assertThat(revived.getAsJsonObject("failure").get("retry_count").getAsInt())
                .isEqualTo(1);
    }
}
