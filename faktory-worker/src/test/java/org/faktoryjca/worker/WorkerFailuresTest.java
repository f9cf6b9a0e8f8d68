package org.faktoryjca.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.faktoryjca.Job;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What the server is told of jobs that fail, and of those that it no longer holds. */
@Timeout(120)
class WorkerFailuresTest extends WorkerFixture {
    @Test
    void aFailureArrivesWithTypeMessageAndStack() {
        worker.add(TestWorkers.handler("default", 1, job -> {
            throw new IllegalStateException("the printer burns");
        }));
        push("print");

        assertThat(onlyRetry())
                .contains("\"java.lang.IllegalStateException\"", "\"the printer burns\"", "WorkerFailuresTest.java");
        assertThat(heard.of(WorkerEvent.Failed.class)).hasSize(1);
        assertThat(server.working()).isEmpty();
    }

    @Test
    void argumentsThatDoNotFitFailAsInvalid() {
        worker.add(TestWorkers.handler("default", 1, job -> job.arg(0, int.class)));
        push("print", "three");
        assertThat(onlyRetry()).contains("\"InvalidArguments\"", "argument 0", "three");
    }

    @Test
    void aTypeNobodyKnowsFailsAsUnknownAfterTheGrace() {
        worker.add(TestWorkers.handler("default", Set.of("known"), 1, delivery -> Outcome.succeeded()));
        push("print");
        assertThat(onlyRetry()).contains("\"UnknownJobType\"", "queue default", "print");
    }

    /** It has enough bytes in its jid for the server, and too few characters for a job here. */
    @Test
    void aJobThatCannotBeReadIsFailedAndTheNextIsRun() throws IOException {
        try (var socket = new Socket(server.host(), server.port())) {
            socket.getOutputStream().write("""
                            HELLO {"v":2}\r
                            PUSHB [{"jid":"\u20ac\u20ac\u20ac","jobtype":"x","args":[]}]\r
                            END\r
                            """.getBytes(StandardCharsets.UTF_8));
            socket.getInputStream().readAllBytes();
        }
        push("readable");
        worker.add(TestWorkers.handler("default", 1, job -> seen.add(job.type())));

        await().until(() -> seen.equals(List.of("readable")));
        assertThat(onlyRetry()).contains("UnreadableJob", "FAKTORY-606");
        assertThat(heard.of(WorkerEvent.Unreadable.class)).hasSize(1);
        assertThat(heard.of(WorkerEvent.Refused.class)).isEmpty();
    }

    @Test
    void theServersEndOfAReservationIsNotReportedAgain() throws Exception {
        worker.add(TestWorkers.handler("default", 1, this::slowly));
        TestWorkers.push(server, Job.of("first").reserveFor(Duration.ofMinutes(1)));
        begun.await();
        server.advance(Duration.ofMinutes(2));
        assertThat(onlyRetry()).contains("ReservationExpired");
        end.countDown();

        // The worker's own clock has not moved: it acknowledges, which the server takes without a word.
        await().until(() -> heard.of(WorkerEvent.Succeeded.class).size() == 1);
        assertThat(server.retries()).hasSize(1);
    }

    @Test
    void aFailureOfAJobThatTheServerTookBackIsLeftAtThat() throws Exception {
        worker.add(TestWorkers.handler("default", 1, job -> {
            slowly(job);
            if (seen.size() == 1) {
                throw new IllegalStateException("too late");
            }
        }));
        TestWorkers.push(server, Job.of("first").reserveFor(Duration.ofMinutes(1)));
        begun.await();
        server.advance(Duration.ofMinutes(2));
        end.countDown();
        await().until(() -> heard.of(WorkerEvent.NotHeld.class).size() == 1);

        push("second");
        await().until(() -> heard.of(WorkerEvent.Succeeded.class).size() == 1);
        assertThat(onlyRetry()).contains("ReservationExpired").doesNotContain("too late");
    }
}
