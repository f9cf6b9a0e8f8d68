package org.faktoryjca.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.ToDoubleBiFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.faktoryjca.testing.server.WorkServer;

/** Working: how many jobs, at what cost, how soon, and what an idle worker holds. */
final class Inbound implements AutoCloseable {
    private static final int JOBS = 20_000;
    private static final int CHUNK = 1_000;
    private static final int LANES = Contenders.LANES;
    private static final int WARM_UP = 1;

    /** Nothing but reads and writes, and the fastest way to do them that was found. */
    private static final String BOUND = "one thread with 10 raw sockets";

    /** What runs in a JVM is compiled while it runs, and that is not over before some 200,000 jobs. */
    private static final int WARM_UP_OF_JAVA = 10;

    private static final int BLOCKS = 10;
    private static final int BLOCK = 200;
    private static final long REST_NANOS = Duration.ofMillis(2).toNanos();
    private static final Duration CALM = Duration.ofSeconds(60);

    private final WorkServer server;
    private final Options options;
    private final Report report;
    private final Contenders contenders;
    private final RawPusher pusher;

    Inbound(WorkServer server, Options options, Report report) throws IOException {
        this.server = server;
        this.options = options;
        this.report = report;
        this.contenders = new Contenders(server, options.programs());
        this.pusher = new RawPusher(server.host(), server.port());
    }

    void run() throws IOException {
        if (options.wants("inbound.throughput")) {
            throughput();
        }
        if (options.wants("inbound.latency")) {
            latency();
        }
        if (options.wants("inbound.idle")) {
            idle();
        }
    }

    /** One contender's share of a round: microseconds for each job. */
    private record Run(double micros, double workerCpu, double serverCpu) {
        double cpu() {
            return workerCpu + serverCpu;
        }
    }

    private void throughput() throws IOException {
        var all = new LinkedHashMap<String, Contender>();
        all.put("raw socket", contenders.raw(LANES, LANES));
        all.put(BOUND, contenders.raw(LANES, 1));
        all.put("Java SE", contenders.se("se", LANES));
        all.put("bean", contenders.bean());
        all.put("Go", contenders.go());
        all.put("Node", contenders.node());
        for (int i = 0; i < WARM_UP_OF_JAVA; i++) {
            for (var name : List.of("raw socket", BOUND, "Java SE", "bean")) {
                run(all.get(name));
            }
        }
        var rounds = new ArrayList<Map<String, Run>>();
        for (int i = -WARM_UP; i < options.rounds(); i++) {
            var round = new LinkedHashMap<String, Run>();
            for (var contender : Turns.of(i + WARM_UP, List.copyOf(all.entrySet()))) {
                round.put(contender.getKey(), run(contender.getValue()));
            }
            if (i >= 0) {
                rounds.add(round);
            }
        }
        for (var name : all.keySet()) {
            tell(name, rounds.stream().map(round -> round.get(name)).toList());
        }
        bounded(rounds, Measure.atLeast("inbound.java-se-vs-go-worker", 1.25), speedUpOver("Go"));
        bounded(rounds, Measure.atLeast("inbound.java-se-vs-node-worker", 2), speedUpOver("Node"));
        report.print(
                Measure.atLeast("inbound.java-se-vs-raw-socket", 0.95),
                of("Java SE", rounds, speedUpOver("raw socket")));
        report.print(Measure.atLeast("inbound.bean-vs-java-se", 0.9), of("bean", rounds, speedUpOver("Java SE")));
        bounded(
                rounds,
                Measure.atMost("inbound.cpu-vs-go-worker", 0.6),
                (round, name) -> round.get(name).workerCpu() / round.get("Go").workerCpu());
        bounded(
                rounds,
                Measure.atMost("inbound.cpu-with-server-vs-go-worker", 0.9),
                (round, name) -> round.get(name).cpu() / round.get("Go").cpu());
    }

    /** A ratio of a contender by its name to some other one in a round. */
    private interface Ratio extends ToDoubleBiFunction<Map<String, Run>, String> {}

    private static Ratio speedUpOver(String other) {
        return (round, name) -> round.get(other).micros() / round.get(name).micros();
    }

    private void bounded(List<Map<String, Run>> rounds, Measure measure, Ratio ratio) {
        report.print(measure, of("Java SE", rounds, ratio), of(BOUND, rounds, ratio));
    }

    private static List<Double> of(String name, List<Map<String, Run>> rounds, Ratio ratio) {
        return rounds.stream().map(round -> ratio.applyAsDouble(round, name)).toList();
    }

    /**
     * Jobs wait in the queue, and one in each lane, until all are there. There are more of them than count: what a worker does when its queue
     * runs empty says nothing about how fast it works.
     */
    private Run run(Contender contender) throws IOException {
        contender.ask("hold " + contender.lanes());
        pusher.push(contender.queue(), JOBS + CHUNK, CHUNK);
        contender.hear();
        var workerBefore = contender.cpu();
        var serverBefore = serverCpu();
        var nanos = Long.parseLong(contender.ask("go " + JOBS));
        return new Run(
                perJob(Duration.ofNanos(nanos)),
                perJob(contender.cpu().minus(workerBefore)),
                perJob(serverCpu().minus(serverBefore)));
    }

    private static double perJob(Duration duration) {
        return duration.toNanos() / 1e3 / JOBS;
    }

    /** Of Faktory and its Redis. By the program's name: all programs lie in a directory that is called so, too. */
    private static Duration serverCpu() {
        return ProcessHandle.current()
                .children()
                .filter(child -> child.info()
                        .command()
                        .map(Path::of)
                        .filter(Inbound::isFaktory)
                        .isPresent())
                .flatMap(faktory -> Stream.concat(Stream.of(faktory), faktory.descendants()))
                .map(process -> process.info().totalCpuDuration().orElse(Duration.ZERO))
                .reduce(Duration.ZERO, Duration::plus);
    }

    private static boolean isFaktory(Path program) {
        return program.getFileName().toString().startsWith("faktory");
    }

    private void tell(String name, List<Run> runs) {
        var micros = Measure.median(runs.stream().map(Run::micros).toList());
        var worker = Measure.median(runs.stream().map(Run::workerCpu).toList());
        var serverCpu = Measure.median(runs.stream().map(Run::serverCpu).toList());
        report.note(String.format(
                Locale.ROOT,
                "%s: %.0f jobs/s; CPU for each job: %.0f us of the worker, %.0f us of Faktory and Redis",
                name,
                1e6 / micros,
                worker,
                serverCpu));
        report.bar("jobs each second, 10 connections", name, 1e6 / micros);
        report.bar("microseconds of CPU for each job, worker alone", name, worker);
        report.bar("microseconds of CPU for each job, with Faktory and Redis", name, worker + serverCpu);
    }

    private void latency() throws IOException {
        var raw = contenders.raw(1, 1);
        var se = contenders.se("latency", LANES);
        for (int i = 0; i < WARM_UP_OF_JAVA / 2; i++) {
            run(raw);
            run(se);
        }
        awaitLanes(se, 1);
        raw.ask("listen 0");
        se.ask("listen 0");
        var ours = new ArrayList<List<Double>>();
        var theirs = new ArrayList<List<Double>>();
        for (int i = -WARM_UP; i < options.rounds(); i++) {
            var nanos = Map.of(raw, new ArrayList<Double>(), se, new ArrayList<Double>());
            for (int block = 0; block < BLOCKS; block++) {
                for (var contender : Turns.of(block, List.of(raw, se))) {
                    nanos.get(contender).addAll(block(contender));
                }
            }
            if (i >= 0) {
                ours.add(nanos.get(se));
                theirs.add(nanos.get(raw));
            }
        }
        latency(50, 1.1, ours, theirs);
        latency(99, 1.5, ours, theirs);
    }

    private void latency(int rank, double goal, List<List<Double>> ours, List<List<Double>> theirs) {
        var ofOurs = percentiles(ours, rank);
        var ofTheirs = percentiles(theirs, rank);
        var oursMicros = Measure.median(ofOurs) / 1e3;
        var theirsMicros = Measure.median(ofTheirs) / 1e3;
        report.note(String.format(
                Locale.ROOT, "push to onJob, p%d: %.0f us, raw socket %.0f us", rank, oursMicros, theirsMicros));
        report.bar("microseconds from push to onJob, p" + rank, "Java SE", oursMicros);
        report.bar("microseconds from push to onJob, p" + rank, "raw socket", theirsMicros);
        report.print(
                Measure.atMost("inbound.latency-p" + rank + "-vs-raw-socket", goal),
                IntStream.range(0, ofOurs.size())
                        .mapToObj(round -> ofOurs.get(round) / ofTheirs.get(round))
                        .toList());
    }

    private List<Double> block(Contender contender) throws IOException {
        var nanos = new ArrayList<Double>();
        for (int i = 0; i < BLOCK; i++) {
            pusher.push(contender.queue(), System.nanoTime());
            nanos.add(Double.parseDouble(contender.hear()));
            // Until it has reported the job and asks for the next.
            LockSupport.parkNanos(REST_NANOS);
        }
        return nanos;
    }

    /** Of each round. */
    private static List<Double> percentiles(List<List<Double>> rounds, int rank) {
        return rounds.stream()
                .map(round -> round.stream().sorted().toList().get(round.size() * rank / 100))
                .toList();
    }

    private void idle() throws IOException {
        var bean = contenders.bean();
        report.print(
                Measure.atMost("inbound.lane-threads-of-an-idle-activation", 1), List.of((double) awaitLanes(bean, 1)));
        report.print(Measure.atMost("inbound.connections-of-an-idle-activation", 2), List.of((double)
                bean.connections(server.port())));
    }

    /** Waits until an idle worker has no more lanes than this, and answers how many it has. */
    private static long awaitLanes(Contender contender, long most) throws IOException {
        var until = System.nanoTime() + CALM.toNanos();
        var lanes = Long.parseLong(contender.ask("threads 0"));
        while (lanes > most && System.nanoTime() < until) {
            LockSupport.parkNanos(Duration.ofSeconds(1).toNanos());
            lanes = Long.parseLong(contender.ask("threads 0"));
        }
        return lanes;
    }

    @Override
    public void close() throws IOException {
        contenders.close();
        pusher.close();
    }
}
