package org.faktoryjca.worker;

import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.faktoryjca.FaktoryException;
import org.faktoryjca.Job;
import org.faktoryjca.JobFilter;
import org.faktoryjca.ServerInfo;
import org.faktoryjca.client.Connection;
import org.faktoryjca.client.json.JobDefaults;
import org.faktoryjca.client.json.JobWriter;
import org.faktoryjca.client.settings.ServerSettings;
import org.faktoryjca.testing.server.FaktoryProcess;
import org.faktoryjca.testing.server.Fault;
import org.faktoryjca.testing.server.FaultProxy;

/** Jobs on the real server, of which each must run although something goes wrong; executions are counted where they happen. */
final class FaultRun implements AutoCloseable {
    static final int LANES = 10;

    private static final Duration RESERVATION = Duration.ofMinutes(1);
    /** The reservations end after a minute, and the server looks every 15 s. */
    private static final Duration ENDS_WITHIN = Duration.ofMinutes(4);

    private final int jobs;
    private final FaktoryProcess server;
    private final FaultProxy proxy;
    private final Set<String> pushed = ConcurrentHashMap.newKeySet();
    private final Map<String, Integer> executions = new ConcurrentHashMap<>();
    private final HeardEvents heard = new HeardEvents();

    FaultRun(int jobs) {
        this.jobs = jobs;
        this.server = FaktoryProcess.builder(FaktoryProcess.find("faktory").orElseThrow())
                .start();
        this.proxy = FaultProxy.before(server);
        var writer = new JobWriter(JobDefaults.STANDARD);
        try (var connection = Connection.open(ServerSettings.at(server.url()))) {
            connection.pushBulk(IntStream.range(0, jobs)
                    .mapToObj(i -> Job.of("x", i).retry(20).reserveFor(RESERVATION))
                    .peek(job -> pushed.add(job.jid()))
                    .map(writer::write)
                    .toList());
        }
    }

    /**
     * What came of a run.
     *
     * @param missing jobs that never ran and are nowhere any more
     * @param duplicates executions beyond the first of a job
     * @param ghosts executions under a jid that nobody pushed
     * @param acknowledged how many jobs the server counts as done
     * @param outages how often the worker said that the server was away
     */
    record Result(int jobs, int missing, int duplicates, int ghosts, long acknowledged, int outages, ServerInfo end) {}

    FaktoryProcess server() {
        return server;
    }

    FaultProxy proxy() {
        return proxy;
    }

    /** A worker behind the proxy, in this process. */
    Worker worker() {
        var settings = ServerSettings.at(proxy.url()).withReadTimeout(Duration.ofSeconds(3));
        var worker = TestWorkers.worker(settings, heard, Duration.ofSeconds(10), WorkerThreads.own());
        worker.add(TestWorkers.handler("default", LANES, job -> {
            // As long as a small job takes: a fault is to meet lanes in every state.
            TimeUnit.MILLISECONDS.sleep(3);
            executed(job.jid());
        }));
        return worker;
    }

    void executed(String jid) {
        executions.merge(jid, 1, Integer::sum);
    }

    /** Waits until so many parts of the jobs have run. */
    void awaitShare(int part, int of) {
        await().atMost(ENDS_WITHIN).until(() -> executions.size() >= (long) jobs * part / of);
    }

    /** Waits until the worker has made so many connections: it has met the fault. */
    void awaitAccepted(int connections) {
        await().atMost(Duration.ofMinutes(1)).until(() -> proxy.accepted() >= connections || isDone(info()));
    }

    /** Waits until the worker has noticed that its connections are dead. */
    void awaitDisconnected() {
        await().atMost(Duration.ofMinutes(1))
                .until(() -> !heard.of(WorkerEvent.ConnectionLost.class).isEmpty());
    }

    /** Waits until the worker was told so by the server. */
    void awaitLost(Duration atMost, String words) {
        await().atMost(atMost)
                .until(() -> heard.of(WorkerEvent.ConnectionLost.class).stream()
                                .anyMatch(lost -> lost.cause().getMessage().contains(words))
                        || heard.of(WorkerEvent.Refused.class).stream()
                                .anyMatch(
                                        refused -> refused.cause().getMessage().contains(words)));
    }

    /** Ends every connection there is now. */
    void cutAll() {
        proxy.set(Fault.cut());
        await().until(() -> proxy.open() == 0);
        proxy.set(Fault.refuse());
    }

    /** Has what has failed run at once, and waits until the server holds no job any more. */
    Result end() {
        await().atMost(ENDS_WITHIN).pollInterval(Duration.ofMillis(200)).until(() -> isDone(info()));
        var end = info();
        var missing = new TreeSet<>(pushed);
        missing.removeAll(executions.keySet());
        var ghosts = new TreeSet<>(executions.keySet());
        ghosts.removeAll(pushed);
        return new Result(
                jobs,
                missing.size(),
                executions.values().stream().mapToInt(count -> count - 1).sum(),
                ghosts.size(),
                end.processed() - end.failures(),
                heard.of(WorkerEvent.ConnectionLost.class).size(),
                end);
    }

    private static boolean isDone(ServerInfo info) {
        return info.enqueued() == 0 && info.retries() == 0 && info.working() == 0;
    }

    /** What the server holds, after what waits for its retry was told to run now. */
    private ServerInfo info() {
        while (true) {
            try (var connection = Connection.open(ServerSettings.at(server.url()))) {
                if (connection.info().retries() > 0) {
                    connection.admin().retries().requeue(JobFilter.everyJob());
                }
                return connection.info();
            } catch (FaktoryException e) {
                // It is just away: a test may ask at any time.
                Thread.onSpinWait();
            }
        }
    }

    @Override
    public void close() {
        proxy.close();
        server.close();
    }
}
