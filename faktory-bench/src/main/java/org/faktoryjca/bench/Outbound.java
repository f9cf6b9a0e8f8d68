package org.faktoryjca.bench;

import com.arjuna.ats.jta.UserTransaction;
import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
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
    private static final String QUEUE = "bench";
    private static final int CONNECTIONS = 4;
    private static final int SINGLE = 1_000;

    /** Half a second or so for each side: what a round of less meets is luck. */
    private static final int POOLED = 5_000;

    private static final int BULK = 1_000;
    private static final int IN_TRANSACTION = 100;

    /** A multiple of six: so many orders the three sides have. */
    private static final int TRANSACTIONS = 42;

    /** As many pushes as the compiler needs to be done with them. */
    private static final int WARM_UP = 8;

    private static final int WARM_UP_SINGLE = 25;

    private final WorkServer server;
    private final Options options;
    private final Report report;
    private final ExecutorService threads = Executors.newFixedThreadPool(CONNECTIONS);
    private final List<RawPusher> raw = new ArrayList<>();

    Outbound(WorkServer server, Options options, Report report) throws IOException {
        this.server = server;
        this.options = options;
        this.report = report;
        for (int i = 0; i < CONNECTIONS; i++) {
            raw.add(new RawPusher(server.host(), server.port()));
        }
    }

    void run() throws Exception {
        try (var faktory =
                FaktoryConnections.at(server.url()).poolSize(CONNECTIONS).build()) {
            if (options.wants("outbound.pooled")) {
                report(
                        Measure.atLeast("outbound.pooled-push-vs-raw-socket", 0.95),
                        rounds(WARM_UP, round -> pooled(round, faktory)));
            }
            if (options.wants("outbound.pushAll")) {
                report(
                        Measure.atLeast("outbound.pushAll-1000-vs-raw-socket", 0.95),
                        rounds(WARM_UP, round -> bulk(round, faktory)));
            }
            if (options.wants("outbound.transaction")) {
                transactions();
            }
            if (options.wants("outbound.allocation")) {
                allocation(faktory);
            }
        }
    }

    private void report(Measure measure, List<Double> values) {
        report.print(measure, values);
        bar(measure, values);
    }

    private void bar(Measure measure, List<Double> values) {
        report.bar(
                "measure, as its ratio",
                measure.name().substring(measure.name().indexOf('.') + 1),
                Measure.median(values));
    }

    /** One round of both sides; answers the ratio. */
    private interface Round {
        double run(int round) throws Exception;
    }

    private List<Double> rounds(int warmUp, Round round) throws Exception {
        var ratios = new ArrayList<Double>();
        for (int i = 0; i < warmUp + options.rounds(); i++) {
            ratios.add(round.run(i));
            flush();
        }
        return ratios.subList(warmUp, ratios.size());
    }

    private static Job job(int i) {
        return Job.of("bench", i, "someone@example.org", "a text of a usual length for an argument")
                .queue(QUEUE);
    }

    private double pooled(int round, FaktoryConnectionFactory faktory) throws Exception {
        return againstRaw(round, i -> raw.get(i).push(QUEUE, POOLED, 1), i -> {
            for (int n = 0; n < POOLED; n++) {
                faktory.push(job(n));
            }
        });
    }

    private double bulk(int round, FaktoryConnectionFactory faktory) throws Exception {
        return againstRaw(round, i -> raw.get(i).push(QUEUE, 4 * BULK, BULK), i -> {
            for (int n = 0; n < 4; n++) {
                faktory.pushAll(IntStream.range(0, BULK).mapToObj(Outbound::job).toList());
            }
        });
    }

    private double againstRaw(int round, Part theirs, Part ours) throws Exception {
        var times = Turns.times(round, () -> together(theirs), () -> together(ours));
        return (double) times[0] / times[1];
    }

    /** The raw socket's one PUSHB of 100 shows what no client can exceed: the server stores jobs one by one, whatever brings them. */
    private void transactions() throws Exception {
        var adapter = new FaktoryResourceAdapter();
        adapter.start(new StandaloneContainer());
        var factory = new FaktoryManagedConnectionFactory();
        factory.setUrl(server.url());
        factory.setResourceAdapter(adapter);
        var faktory = factory.createConnectionFactory();
        var bound = new ArrayList<Double>();
        try (var go = new GoPusher(options.programs().resolve("gopush"), server.url())) {
            var ratios = rounds(WARM_UP, round -> {
                long theirs = 0;
                long ours = 0;
                long bulk = 0;
                for (int n = 0; n < TRANSACTIONS; n++) {
                    var times =
                            Turns.times(n, () -> go.push(IN_TRANSACTION), () -> transaction(faktory), this::inOneBulk);
                    theirs += times[0];
                    ours += times[1];
                    bulk += times[2];
                }
                bound.add((double) theirs / bulk);
                return (double) theirs / ours;
            });
            var measure = Measure.atLeast("outbound.transaction-of-100-vs-go-client", 4);
            report.print(measure, ratios, bound.subList(WARM_UP, bound.size()));
            bar(measure, ratios);
        } finally {
            adapter.stop();
        }
    }

    private long inOneBulk() throws IOException {
        var start = System.nanoTime();
        raw.get(0).push(QUEUE, IN_TRANSACTION, IN_TRANSACTION);
        return System.nanoTime() - start;
    }

    private static long transaction(FaktoryConnectionFactory faktory) throws Exception {
        var transaction = UserTransaction.userTransaction();
        var start = System.nanoTime();
        transaction.begin();
        for (int i = 0; i < IN_TRANSACTION; i++) {
            faktory.push(job(i));
        }
        transaction.commit();
        return System.nanoTime() - start;
    }

    /** The jobs are there before: what they hold is their application's. */
    private void allocation(FaktoryConnectionFactory faktory) throws Exception {
        var beans = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        var size = new JobWriter(JobDefaults.STANDARD).write(job(500)).size();
        var jobs = IntStream.range(0, SINGLE).mapToObj(Outbound::job).toList();
        report(Measure.atMost("outbound.bytes-allocated-for-each-byte-of-json", 3), rounds(WARM_UP_SINGLE, round -> {
            var before = beans.getCurrentThreadAllocatedBytes();
            jobs.forEach(faktory::push);
            return (double) (beans.getCurrentThreadAllocatedBytes() - before) / SINGLE / size;
        }));
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
    private void flush() throws IOException {
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
