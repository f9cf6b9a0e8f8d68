package org.faktoryjca.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The server itself is stopped while its beans have jobs in hand. */
class ShutdownIT {
    private Work work;

    @BeforeEach
    void connect() throws IOException {
        work = new Work();
        work.clear();
    }

    @AfterEach
    void disconnect() throws IOException {
        work.close();
    }

    private record Given(String id, String jid) {}

    private Given outstay(String queue, int seconds) throws IOException {
        var id = UUID.randomUUID().toString();
        var jid = work.push(queue, "outstay", "[\"" + id + "\"," + seconds + "]");
        work.report("lingering: " + id);
        return new Given(id, jid);
    }

    /** Both beans have a time of some seconds, and one of them says that its jobs are to be interrupted after it. */
    @Test
    void whatEndsInTimeIsDoneAndNothingElseIsLost() throws Exception {
        try (var server = ServerProcess.start(Applications.work("shutdown"))) {
            var stubborn = outstay("required", 40);
            var interruptible = outstay("impatient", 60);
            var brief = outstay("required", 2);
            server.beginToStop();
            server.awaitEnd();

            assertThat(work.failure(interruptible.id())).contains("WorkerShutdown", "InterruptedException");
            assertThat(work.failure(brief.id())).isEmpty();
            assertThat(work.isReserved(brief.jid())).isFalse();
            if (ServerProcess.isWildFly()) {
                // It waits for the end of the bean's calls, whatever the adapter has done.
                assertThat(work.failure(stubborn.id())).contains("WorkerShutdown");
            } else {
                // Its thread went with the server. When its reservation ends, the job is given to another.
                assertThat(work.isReserved(stubborn.jid())).isTrue();
            }
        }
    }

    @Test
    void whatRunsInAServerThatIsKilledStaysReservedForTheTimeBeing() throws Exception {
        try (var server = ServerProcess.start(Applications.work("killed"))) {
            var jobs = List.of(outstay("required", 60), outstay("not-supported", 60), outstay("bean-managed", 60));
            server.kill();
            for (var job : jobs) {
                assertThat(work.isReserved(job.jid())).isTrue();
                assertThat(work.failure(job.id())).isEmpty();
            }
        }
    }
}
