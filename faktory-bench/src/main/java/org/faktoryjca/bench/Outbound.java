package org.faktoryjca.bench;

import com.arjuna.ats.jta.UserTransaction;
import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.faktoryjca.FaktoryConnectionFactory;
import org.faktoryjca.Job;
import org.faktoryjca.client.json.JobDefaults;
import org.faktoryjca.client.json.JobWriter;
import org.faktoryjca.client.pool.FaktoryConnections;
import org.faktoryjca.ra.FaktoryResourceAdapter;
import org.faktoryjca.ra.StandaloneContainer;
import org.faktoryjca.ra.outbound.FaktoryManagedConnectionFactory;
import org.faktoryjca.testing.server.WorkServer;

/** Pushing: pooled, in bulk, in transactions, and what it allocates. */
final class Outbound implements AutoCloseable {
    private static final int CONNECTIONS = 4;
    private static final int SINGLE = 1_000;
    private static final int BULK = 1_000;
    private static final int IN_TRANSACTION = 100;

    private final WorkServer server;
    private final Path goClient;
    private final ExecutorService threads = Executors.newFixedThreadPool(CONNECTIONS);
    private final List<RawPusher> raw = new ArrayList<>();

    Outbound(WorkServer server, Path goClient) throws Exception {
        this.server = server;
        this.goClient = goClient;
        for (int i = 0; i < CONNECTIONS; i++) {
            raw.add(new RawPusher(server.host(), server.port()));
        }
    }

    boolean run() throws Exception {
        try (var faktory =
                FaktoryConnections.at(server.url()).poolSize(CONNECTIONS).build()) {
            return pooled(faktory) & bulk(faktory) & transactions() & allocation(faktory);
        }
    }

    private static Job job(int i) {
        return Job.of("bench", i, "someone@example.org", "a text of a usual length for an argument")
                .queue("bench");
    }

    private boolean pooled(FaktoryConnectionFactory faktory) throws Exception {
        return new Measure("outbound.pooled-push-vs-raw-socket", 0.95, true).print(() -> {
            var theirs = together(i -> raw.get(i).push(SINGLE, 1));
            var ours = together(i -> {
                for (int n = 0; n < SINGLE; n++) {
                    faktory.push(job(n));
                }
            });
            flush();
            return (double) theirs / ours;
        });
    }

    private boolean bulk(FaktoryConnectionFactory faktory) throws Exception {
        return new Measure("outbound.pushAll-1000-vs-raw-socket", 0.95, true).print(() -> {
            var theirs = together(i -> raw.get(i).push(4 * BULK, BULK));
            var ours = together(i -> {
                for (int n = 0; n < 4; n++) {
                    faktory.pushAll(
                            IntStream.range(0, BULK).mapToObj(Outbound::job).toList());
                }
            });
            flush();
            return (double) theirs / ours;
        });
    }

    private boolean transactions() throws Exception {
        var adapter = new FaktoryResourceAdapter();
        adapter.start(new StandaloneContainer());
        var factory = new FaktoryManagedConnectionFactory();
        factory.setUrl(server.url());
        factory.setResourceAdapter(adapter);
        var faktory = factory.createConnectionFactory();
        var transaction = UserTransaction.userTransaction();
        try (var go = new GoPusher(goClient, server.url())) {
            return new Measure("outbound.transaction-of-100-vs-go-client", 4, true).print(() -> {
                long theirs = 0;
                long ours = 0;
                for (int n = 0; n < 10; n++) {
                    theirs += go.push(IN_TRANSACTION);
                    var start = System.nanoTime();
                    transaction.begin();
                    for (int i = 0; i < IN_TRANSACTION; i++) {
                        faktory.push(job(i));
                    }
                    transaction.commit();
                    ours += System.nanoTime() - start;
                }
                flush();
                return (double) theirs / ours;
            });
        } finally {
            adapter.stop();
        }
    }

    private boolean allocation(FaktoryConnectionFactory faktory) throws Exception {
        var beans = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        var size = new JobWriter(JobDefaults.STANDARD).write(job(500)).size();
        var jobs = IntStream.range(0, SINGLE).mapToObj(Outbound::job).toList();
        return new Measure("outbound.bytes-allocated-for-each-byte-of-json", 3, false).print(() -> {
            var before = beans.getCurrentThreadAllocatedBytes();
            jobs.forEach(faktory::push);
            var allocated = beans.getCurrentThreadAllocatedBytes() - before;
            flush();
            return (double) allocated / SINGLE / size;
        });
    }

    /** What one of the threads does. */
    private interface Part {
        void run(int thread) throws Exception;
    }

    /** Has each thread do its part; answers the nanoseconds until the last is done. */
    private long together(Part part) throws Exception {
        var tasks = new ArrayList<Callable<Void>>();
        for (int i = 0; i < CONNECTIONS; i++) {
            var thread = i;
            tasks.add(() -> {
                part.run(thread);
                return null;
            });
        }
        var start = System.nanoTime();
        for (var done : threads.invokeAll(tasks)) {
            done.get();
        }
        return System.nanoTime() - start;
    }

    /** Between rounds, so that none meets a larger store than another. */
    private void flush() throws Exception {
        raw.get(0).flush();
    }

    @Override
    public void close() throws IOException {
        threads.shutdown();
        for (var pusher : raw) {
            pusher.close();
        }
    }
}
