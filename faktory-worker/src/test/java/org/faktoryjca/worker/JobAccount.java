package org.faktoryjca.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.faktoryjca.Job;
import org.faktoryjca.client.Connection;
import org.faktoryjca.client.json.JobDefaults;
import org.faktoryjca.client.json.JobWriter;
import org.faktoryjca.testing.server.ReservedJob;
import org.faktoryjca.testing.server.ServerState;
import org.faktoryjca.testing.server.StoredJob;
import org.faktoryjca.testing.server.TimedJob;

/** Which jobs were pushed, and by name what has become of each. Thread-safe. */
final class JobAccount {
    /** As many as Faktory takes at once: a PUSHB that it works on for 5 s stops part of the way, and refuses the rest. */
    private static final int CHUNK = 1000;

    private final Set<String> pushed = ConcurrentHashMap.newKeySet();
    private final Set<String> fetched = ConcurrentHashMap.newKeySet();
    private final Set<String> failed = ConcurrentHashMap.newKeySet();
    private final Map<String, Integer> executions = new ConcurrentHashMap<>();
    private final Set<String> goneAtFetch = ConcurrentHashMap.newKeySet();
    private final Set<String> goneAtFail = ConcurrentHashMap.newKeySet();

    /** Pushes these jobs, all of which the server must take. */
    void push(Connection connection, List<Job> jobs) {
        var writer = new JobWriter(JobDefaults.STANDARD);
        for (int from = 0; from < jobs.size(); from += CHUNK) {
            var chunk = jobs.subList(from, Math.min(jobs.size(), from + CHUNK));
            assertThat(connection.pushBulk(chunk.stream().map(writer::write).toList()))
                    .as("refused")
                    .isEmpty();
            chunk.forEach(job -> pushed.add(job.jid()));
        }
    }

    /** The server has handed it out. */
    void fetched(String jid) {
        fetched.add(jid);
    }

    /** A run of it has failed; true if it is the first. */
    boolean failed(String jid) {
        return failed.add(jid);
    }

    /** It has run to its end once more. */
    void executed(String jid) {
        executions.merge(jid, 1, Integer::sum);
    }

    /** How many have run to their end. */
    int run() {
        return executions.size();
    }

    /**
     * Compares with what a server holds that has just begun anew, before anyone fetches from it. Notes, and answers, the jobs that are
     * newly gone: nowhere in it, and never handed to a worker, or failed and not run since.
     */
    Set<String> compare(ServerState held) {
        var lost = missing();
        lost.removeAll(gone());
        lost.removeIf(jid -> fetched.contains(jid) && !failed.contains(jid));
        jobs(held).map(StoredJob::jid).flatMap(Optional::stream).forEach(lost::remove);
        lost.forEach(jid -> (fetched.contains(jid) ? goneAtFail : goneAtFetch).add(jid));
        return lost;
    }

    private static Stream<StoredJob> jobs(ServerState held) {
        return Stream.of(
                        held.queued().values().stream().flatMap(List::stream),
                        held.retrying().stream().map(TimedJob::job),
                        held.dead().stream().map(TimedJob::job),
                        held.reserved().stream().map(ReservedJob::job))
                .flatMap(all -> all);
    }

    /** Those that were gone at some time, by {@link #compare}. */
    Set<String> gone() {
        var gone = goneAtFetch();
        gone.addAll(goneAtFail);
        return gone;
    }

    /** Of these, those that no worker was given. */
    Set<String> goneAtFetch() {
        return new TreeSet<>(goneAtFetch);
    }

    /** Those that never ran to their end. */
    Set<String> missing() {
        var missing = new TreeSet<>(pushed);
        missing.removeAll(executions.keySet());
        return missing;
    }

    /** Those that ran without having been pushed: under a jid that was changed on its way. */
    Set<String> ghosts() {
        var ghosts = new TreeSet<>(executions.keySet());
        ghosts.removeAll(pushed);
        return ghosts;
    }

    /** Those that ran more than once, each as often as it ran beyond that. */
    List<String> duplicates() {
        var duplicates = new ArrayList<String>();
        executions.forEach((jid, times) -> {
            for (int i = 1; i < times; i++) {
                duplicates.add(jid);
            }
        });
        return duplicates;
    }
}
