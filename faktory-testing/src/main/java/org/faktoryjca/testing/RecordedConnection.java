package org.faktoryjca.testing;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import org.faktoryjca.ClosedException;
import org.faktoryjca.FaktoryAdmin;
import org.faktoryjca.FaktoryConnection;
import org.faktoryjca.Job;
import org.faktoryjca.ServerInfo;
import org.faktoryjca.client.json.JobDefaults;
import org.faktoryjca.testing.RecordedJobs.Place;

/** A connection to nowhere: what is pushed is checked as for a server, and recorded. Not thread-safe. */
final class RecordedConnection implements FaktoryConnection {
    private final RecordedJobs jobs;
    private final JobDefaults defaults;
    private final Instant opened = Instant.now();
    private boolean closed;

    RecordedConnection(RecordedJobs jobs, JobDefaults defaults) {
        this.jobs = jobs;
        this.defaults = defaults;
    }

    @Override
    public String push(Job job) {
        return pushAll(List.of(job)).get(0);
    }

    @Override
    public List<String> pushAll(Collection<Job> pushed) {
        checkOpen();
        var encoded = pushed.stream().map(job -> Transit.of(job, defaults)).toList();
        jobs.add(encoded);
        return encoded.stream().map(transit -> transit.job().jid()).toList();
    }

    @Override
    public ServerInfo info() {
        checkOpen();
        var now = Instant.now();
        var queues = jobs.sizes();
        return new ServerInfo(
                "(recorded)",
                "",
                now,
                Duration.ofSeconds(Duration.between(opened, now).toSeconds()),
                1,
                0,
                0,
                jobs.processed(),
                jobs.failures(),
                queues.values().stream().mapToLong(Long::longValue).sum(),
                queues,
                jobs.size(Place.SCHEDULED),
                0,
                jobs.size(Place.DEAD),
                0);
    }

    @Override
    public FaktoryAdmin admin() {
        checkOpen();
        return new RecordedAdmin(jobs);
    }

    private void checkOpen() {
        if (closed) {
            throw new ClosedException("this connection was closed, and given back to its pool");
        }
    }

    @Override
    public void close() {
        closed = true;
    }
}
