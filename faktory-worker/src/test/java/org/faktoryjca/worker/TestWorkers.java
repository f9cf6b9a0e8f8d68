package org.faktoryjca.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.faktoryjca.Job;
import org.faktoryjca.JobListener;
import org.faktoryjca.client.Connection;
import org.faktoryjca.client.json.ArgumentBinder;
import org.faktoryjca.client.settings.Queues;
import org.faktoryjca.client.settings.ServerSettings;
import org.faktoryjca.testing.server.WorkServer;

/** Workers and handlers with a test's own values for what a user cannot set, such as the time between two BEATs. */
final class TestWorkers {
    private TestWorkers() {}

    static Worker worker(WorkServer server, WorkerListener listener, Duration shutdownTimeout) {
        return worker(ServerSettings.at(server.url()), listener, shutdownTimeout, WorkerThreads.own());
    }

    static Worker worker(
            ServerSettings server, WorkerListener listener, Duration shutdownTimeout, WorkerThreads threads) {
        return worker(settings(server, shutdownTimeout), listener, threads, WorkerTime.system());
    }

    static WorkerSettings settings(ServerSettings server, Duration shutdownTimeout) {
        return new WorkerSettings(server, List.of(), shutdownTimeout, Duration.ofMillis(200), Duration.ofMillis(50));
    }

    static Worker worker(WorkerSettings settings, WorkerListener listener, WorkerThreads threads, WorkerTime time) {
        return new Worker(
                settings, WorkerIdentities.fresh(List.of("test")), threads, listener, time, new SecureRandom());
    }

    static Handler handler(String queues, int concurrency, JobListener listener) {
        return handler(queues, Set.of(), concurrency, JobRunner.calling(listener));
    }

    static Handler handler(String queues, Set<String> types, int concurrency, JobRunner runner) {
        return new Handler(
                "a handler of " + types, Queues.parse(queues), types, concurrency, ArgumentBinder.create(), runner);
    }

    static void push(WorkServer server, Job... jobs) {
        try (var connection = Connection.open(ServerSettings.at(server.url()))) {
            for (var job : jobs) {
                connection.push(job);
            }
        }
    }

    /** Ends both, and waits until no thread of a worker's is left. */
    static void close(WorkServer server, Worker worker) {
        // The server first: it would hold back each FETCH for 2 s.
        server.close();
        worker.close();
        awaitNoThreads();
    }

    static void awaitNoThreads() {
        await().untilAsserted(() -> assertThat(threads("faktory-")).isEmpty());
    }

    /** The threads of workers, of every one or of one; those of servers in memory have other names. */
    static List<String> threads(String prefix) {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(Thread::isAlive)
                .map(Thread::getName)
                .filter(name -> name.startsWith(prefix) && name.matches("faktory-([0-9a-f]{16}-.+|shutdown)"))
                .toList();
    }
}
