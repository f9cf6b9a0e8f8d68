package org.faktoryjca.testing;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.faktoryjca.Job;
import org.faktoryjca.client.json.JobDefaults;
import org.faktoryjca.client.json.JobReader;
import org.faktoryjca.client.json.JobWriter;
import org.faktoryjca.testing.server.StoredJob;

/**
 * A job's way to a worker without a server in between: encoded and checked as a push does it, and read as a FETCH does it.
 *
 * @param job as a worker gets it
 * @param json as the server would hold it
 */
record Transit(Job job, String json) {

    /**
     * Takes a job along that way.
     *
     * @throws org.faktoryjca.InvalidJobException as a push throws it
     */
    static Transit of(Job pushed, JobDefaults defaults) {
        var encoded = new JobWriter(defaults).write(pushed);
        var now = Instant.now();
        var kept = StoredJob.pushed(new String(encoded.json(), StandardCharsets.UTF_8), now);
        return new Transit(unsent(read(kept), pushed, now), kept.wire());
    }

    private static Job read(StoredJob kept) {
        try {
            return JobReader.read(kept.wire().getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new IllegalStateException("a job that was written and kept as a server does cannot be read", e);
        }
    }

    /** What a push does not send, and the server adds: taken from the job where a test has set it. */
    private static Job unsent(Job received, Job pushed, Instant now) {
        var entered = received.enqueuedAt(pushed.enqueuedAt().orElse(now));
        return pushed.failure().map(entered::failure).orElse(entered);
    }
}
