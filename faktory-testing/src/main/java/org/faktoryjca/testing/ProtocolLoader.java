package org.faktoryjca.testing;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.faktoryjca.Job;
import org.faktoryjca.client.Connection;
import org.faktoryjca.client.WorkerIdentity;
import org.faktoryjca.client.json.JobReader;
import org.faktoryjca.client.settings.ServerSettings;
import org.faktoryjca.testing.server.ReservedJob;
import org.faktoryjca.testing.server.ServerState;
import org.faktoryjca.testing.server.StoredJob;

/** Puts a state into a server by the commands that any client may give. */
final class ProtocolLoader {
    private final ServerSettings settings;

    ProtocolLoader(String url) {
        this.settings = ServerSettings.at(url);
    }

    /** Before anything is resolved: defaults can be kept to, what is said cannot. */
    static void check(ServerState state, String server) {
        if (!state.retrying().isEmpty() || !state.dead().isEmpty()) {
            throw impossible("retrying and dead jobs", server);
        }
        if (state.reserved().stream()
                .anyMatch(job -> job.since().isPresent() || job.until().isPresent())) {
            throw impossible("a reservation's \"since\" and \"until\"", server);
        }
    }

    private static UnsupportedOperationException impossible(String what, String server) {
        return new UnsupportedOperationException(what + " cannot be set by the protocol, and " + server
                + " has nothing else; let the test run on the 'faktory' of the PATH or in memory, without "
                + Settings.URL + " and with " + Settings.IMAGE + "=none");
    }

    /** Into an empty server. The state must be resolved. */
    void load(ServerState state) {
        try (var connection = Connection.open(settings)) {
            if (!state.paused().isEmpty()) {
                // A queue is known, and can be paused, from its first job on; after a FLUSH it still is.
                state.paused().forEach(name -> connection.push(Job.of("known").queue(name)));
                connection.flush();
            }
            state.reserved().forEach(job -> reserve(job, connection));
            state.queued().values().forEach(jobs -> jobs.forEach(job -> connection.push(job(job))));
            state.scheduled().forEach(job -> connection.push(job(job)));
            if (!state.paused().isEmpty()) {
                connection.admin().pause(state.paused());
            }
        }
    }

    private void reserve(ReservedJob reserved, Connection connection) {
        var job = job(reserved.job());
        connection.push(job);
        // Hangs up, and will never beat: so does a worker that is gone.
        try (var worker =
                Connection.open(settings, new WorkerIdentity(reserved.wid().orElseThrow(), "gone", 1, List.of()))) {
            worker.fetch(List.of(job.queue().orElseThrow()))
                    .orElseThrow(() -> new IllegalStateException("the server did not hand out " + job));
        }
    }

    private static Job job(StoredJob job) {
        try {
            return JobReader.read(job.wire().getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new IllegalArgumentException("a state holds a job that no client can push: " + e.getMessage(), e);
        }
    }
}
