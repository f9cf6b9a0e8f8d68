package org.faktoryjca.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.faktoryjca.Job;
import org.faktoryjca.JobListener;
import org.faktoryjca.ServerInfo;
import org.faktoryjca.client.Connection;
import org.faktoryjca.client.settings.ServerSettings;
import org.faktoryjca.testing.server.FaktoryProcess;
import org.faktoryjca.testing.server.Fault;
import org.faktoryjca.testing.server.FaultProxy;

/** Jobs on the real server, of which each must run although something goes wrong; executions are counted where they happen. */
final class FaultRun implements AutoCloseable {
    static final int LANES = 10;

    private static final Duration RESERVATION = Duration.ofMinutes(1);
    private static final Duration ENDS_WITHIN = Duration.ofMinutes(4);

    /**
     * A job on its way from one place to the next is in none, and Faktory counts it when it has left the last one: what holds for so long
     * was no such moment.
     */
    private static final Duration SETTLES_WITHIN = Duration.ofSeconds(1);

    /** More than enough for a report to a server that is there again soon. */
    private static final Duration SHUTDOWN_TIMEOUT = Duration.ofSeconds(20);

    /** As long as a small job takes: a fault is to meet lanes in every state. */
    static final Duration SMALL_JOB = Duration.ofMillis(3);

    /** Where jobs fail, which takes no time, for the same. */
    static final Duration JOB_AMID_FAILURES = Duration.ofMillis(20);

    private final int jobs;
    private final FaktoryProcess server;
    private final ServerLook look;
    private final FaultProxy proxy;
    private final JobAccount account = new JobAccount();
    private final HeardEvents heard = new HeardEvents();
    private final Duration jobTakesAtFirst;
    private volatile Duration jobTakes;
    private int restarts;

    FaultRun(int jobs, Duration jobTakes) {
        this(jobs, jobTakes, "faktory");
    }

    /** On the server of this executable. */
    FaultRun(int jobs, Duration jobTakes, String binary) {
        this.jobs = jobs;
        this.jobTakesAtFirst = jobTakes;
        this.jobTakes = jobTakes;
        this.server = FaktoryProcess.builder(FaktoryProcess.find(binary).orElseThrow())
                .start();
        this.look = new ServerLook(server);
        this.proxy = FaultProxy.before(server);
        push(jobs);
    }

    /** Pushes so many jobs, numbered from 0. */
    void push(int count) {
        try (var connection = Connection.open(ServerSettings.at(server.url()))) {
            account.push(
                    connection,
                    IntStream.range(0, count)
                            .mapToObj(i -> Job.of("x", i).retry(20).reserveFor(RESERVATION))
                            .toList());
        }
    }

    /**
     * What came of a run.
     *
     * @param account of each job
     * @param restarts how often the server was ended and started again
     * @param acknowledged how many jobs the server counts as done
     * @param events what the worker told
     * @param end what the server says in the end
     */
    record Result(int jobs, JobAccount account, int restarts, long acknowledged, HeardEvents events, ServerInfo end) {}

    FaktoryProcess server() {
        return server;
    }

    JobAccount account() {
        return account;
    }

    HeardEvents heard() {
        return heard;
    }

    FaultProxy proxy() {
        return proxy;
    }

    /** What a job does besides, if every third is to fail, once each. */
    void failOnce(Job job) {
        if (job.arg(0, Integer.class) % 3 == 0 && account.failed(job.jid())) {
            throw new IllegalStateException("once");
        }
    }

    /**
     * A worker behind the proxy, in this process.
     *
     * @param before what a job does besides; where it throws, the job has not run
     */
    Worker worker(Duration readTimeout, JobListener before) {
        var settings = ServerSettings.at(proxy.url()).withReadTimeout(readTimeout);
        WorkerListener fetches = event -> {
            if (event instanceof WorkerEvent.Fetched fetched) {
                account.fetched(fetched.job().jid());
            }
        };
        var worker = TestWorkers.worker(settings, fetches.and(heard), SHUTDOWN_TIMEOUT, WorkerThreads.own());
        worker.add(TestWorkers.handler("default", LANES, job -> {
            before.onJob(job);
            TimeUnit.NANOSECONDS.sleep(jobTakes.toNanos());
            account.executed(job.jid());
        }));
        return worker;
    }

    void executed(String jid) {
        account.executed(jid);
    }

    /**
     * Ends Faktory and starts it again, and notes by name which jobs it has lost: at most one for each FETCH or FAIL that was under way.
     *
     * @param end kills it, or does nothing for an end in order
     */
    void restart(Runnable end) {
        // Nobody fetches until the jobs have been counted.
        proxy.set(Fault.refuse());
        end.run();
        server.restart();
        restarts++;
        assertThat(account.compare(server.state()))
                .as(
                        "popped from their queue and not yet noted as reserved, or failed and not yet noted as to be retried")
                .hasSizeLessThanOrEqualTo(LANES);
        proxy.clear();
    }

    /** Waits until so many parts of the jobs have run. */
    void awaitShare(int part, int of) {
        await().atMost(ENDS_WITHIN).until(() -> account.run() >= (long) jobs * part / of);
    }

    /** Has the jobs that have not run take so long, all together, from now on; or, with zero, as long as before. */
    void stretch(Duration all) {
        var left = Math.max(1, (jobs - account.run()) / LANES);
        jobTakes = all.isZero() ? jobTakesAtFirst : all.dividedBy(left);
    }

    /** Waits until the server has closed the connections of a worker that it has not heard of for a minute. */
    void awaitGivenUp() {
        await().atMost(Duration.ofMinutes(2))
                .pollInterval(Duration.ofSeconds(1))
                .until(look::hasGivenUpAWorker);
    }

    /** Waits until the worker has made so many connections: it has met the fault. Or until no job is left that could meet it. */
    void awaitAccepted(int connections) {
        await().atMost(ENDS_WITHIN).until(() -> proxy.accepted() >= connections || ServerLook.isDone(look.untouched()));
    }

    /** Waits until the worker has noticed that its connections are dead. */
    void awaitDisconnected() {
        await().atMost(Duration.ofMinutes(1))
                .until(() -> !heard.of(WorkerEvent.ConnectionLost.class).isEmpty());
    }

    /** Waits until the worker was told so by the server. */
    void awaitTold(Duration atMost, String words) {
        await().atMost(atMost).until(() -> troubles().anyMatch(message -> message.contains(words)));
    }

    private Stream<String> troubles() {
        return Stream.concat(
                heard.of(WorkerEvent.ConnectionLost.class).stream()
                        .map(lost -> lost.cause().getMessage()),
                heard.of(WorkerEvent.Refused.class).stream()
                        .map(refused -> refused.cause().getMessage()));
    }

    /** Ends every connection there is now, and has none made until the proxy is cleared. */
    void cutAll() {
        proxy.set(Fault.cut());
        await().until(() -> proxy.open() == 0);
        proxy.set(Fault.refuse());
    }

    /** Nobody reaches the server for so long, which is on the worker's own clock. */
    void away(Duration time) {
        cutAll();
        await().pollDelay(time).atMost(time.plusMinutes(1)).until(() -> true);
        proxy.clear();
    }

    /**
     * Waits until the worker has told of the outage's end: then no lane has a report in hand that it could not make. After that, until
     * Faktory has retried in its own time what has failed: a job that is told to run when it is just due could run twice.
     */
    void awaitRetried() {
        awaitCalm();
        await().atMost(ENDS_WITHIN)
                .pollInterval(Duration.ofMillis(500))
                .until(() -> look.untouched().retries() == 0);
    }

    /** Waits until the worker has told of the outage's end. */
    void awaitCalm() {
        await().atMost(Duration.ofMinutes(1)).until(heard::isCalmAgain);
    }

    /** Has what has failed run at once, and waits until the server holds no job any more. */
    Result end() {
        await().atMost(ENDS_WITHIN)
                .pollInterval(Duration.ofMillis(200))
                .during(SETTLES_WITHIN)
                .until(() -> {
                    var info = look.info();
                    if (info.enqueued() == 0 && info.working() > 0) {
                        assertThat(look.overdue())
                                .as("reserved beyond the end of the reservation")
                                .isEmpty();
                    }
                    return ServerLook.isDone(info);
                });
        var end = look.info();
        return new Result(jobs, account, restarts, end.processed() - end.failures(), heard, end);
    }

    @Override
    public void close() {
        proxy.close();
        server.close();
    }
}
