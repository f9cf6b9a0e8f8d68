package org.faktoryjca.testing;

import static java.util.stream.Collectors.joining;

import java.io.NotSerializableException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.faktoryjca.FaktoryConnection;
import org.faktoryjca.FaktoryConnectionFactory;
import org.faktoryjca.Job;
import org.faktoryjca.client.json.JobDefaults;
import org.faktoryjca.testing.RecordedJobs.Place;
import org.faktoryjca.worker.Outcome;

/**
 * A connection factory for tests of code that pushes: it needs no server and records what was pushed.
 *
 * <pre>{@code
 * var faktory = new RecordingConnectionFactory();
 * new Images(faktory).upload(image);
 * faktory.assertPushed("thumbnail", image.id(), 200);
 * faktory.drainInto(JobRunner.of(new ImageJobs()));
 * }</pre>
 *
 * <p>Each job is checked and becomes JSON as in production: what a server would refuse, change or lose is refused here with the
 * same exception and code, and what is recorded is the job as a worker would get it. Administration and {@code info()} work
 * on the recorded jobs. It follows no transaction: a push is recorded at once, as production sends it outside of one.
 *
 * <p>Thread-safe. It cannot be serialized.
 */
public final class RecordingConnectionFactory implements FaktoryConnectionFactory {
    private static final long serialVersionUID = 1L;

    /** So many jobs may be pushed while a drain runs: beyond this, one job most likely pushes the next without end. */
    private static final int MOST_PUSHED_BY_A_DRAIN = 100_000;

    private final transient RecordedJobs jobs = new RecordedJobs();
    private final transient JobDefaults defaults;

    /** With the defaults of a connection factory that sets none: queue {@code default}, 25 retries, 30 minutes. */
    public RecordingConnectionFactory() {
        this(JobDefaults.STANDARD);
    }

    /** With the defaults that the application's own factory has: {@code defaultQueue} and so on. */
    public RecordingConnectionFactory(JobDefaults defaults) {
        this.defaults = Objects.requireNonNull(defaults, "defaults");
    }

    @Override
    public FaktoryConnection getConnection() {
        return new RecordedConnection(jobs, defaults);
    }

    /** With any password: there is nobody to refuse it. */
    @Override
    public FaktoryConnection getConnection(String password) {
        Objects.requireNonNull(password, "password");
        return getConnection();
    }

    /** Every job pushed since the beginning or the last {@link #clear()}, in order, as a worker gets it. */
    public List<Job> pushed() {
        return jobs.pushed();
    }

    /** Of these, the jobs that wait to be run at once: not scheduled, not yet drained, not removed. */
    public List<Job> queued() {
        return jobs.in(Place.QUEUED);
    }

    /** Of these, the jobs whose time has not come. */
    public List<Job> scheduled() {
        return jobs.in(Place.SCHEDULED);
    }

    /**
     * Fails unless a job of this type with exactly these arguments was pushed, whatever its other settings.
     *
     * @param args compared in their JSON form: a record equals the object that it becomes
     * @return the first such job, to look at its queue, time and the rest
     * @throws AssertionError naming what was pushed instead
     */
    public Job assertPushed(String type, Object... args) {
        var wanted = Transit.of(Job.of(type, args), defaults).job().args();
        return pushed().stream()
                .filter(job -> job.type().equals(type) && job.args().equals(wanted))
                .findFirst()
                .orElseThrow(() -> new AssertionError(
                        "expected a pushed job %s%s, and there was %s".formatted(type, wanted, told(pushed()))));
    }

    /**
     * Fails if anything was pushed.
     *
     * @throws AssertionError naming it
     */
    public void assertNothingPushed() {
        if (!pushed().isEmpty()) {
            throw new AssertionError("expected no pushed job, and there was " + told(pushed()));
        }
    }

    private static String told(List<Job> jobs) {
        return jobs.isEmpty()
                ? "none"
                : jobs.stream()
                        .map(job -> "\n  " + job.type() + job.args() + ", queue "
                                + job.queue().orElseThrow()
                                + job.at().map(at -> ", at " + at).orElse(""))
                        .collect(joining());
    }

    /**
     * Runs the jobs that wait to be run at once, and those that they push in turn, in the order of their pushing. Scheduled jobs
     * stay, and so do those of paused queues. What fails is not run again.
     *
     * @return each job with what became of it, in order; one that failed is no exception
     * @throws IllegalStateException if there seems to be no end to it: 100,000 jobs were pushed since it began
     */
    public List<Run> drainInto(JobRunner runner) {
        return drainInto(runner, Instant.now());
    }

    /** As {@link #drainInto(JobRunner)}, as if it were this time: scheduled jobs that are due by then are run too, in their order. */
    public List<Run> drainInto(JobRunner runner, Instant time) {
        Objects.requireNonNull(runner, "runner");
        var runs = new ArrayList<Run>();
        var before = jobs.count();
        for (var job = jobs.next(time); job.isPresent(); job = jobs.next(time)) {
            if (jobs.count() - before > MOST_PUSHED_BY_A_DRAIN) {
                throw new IllegalStateException(
                        "more than %d jobs were pushed while this drain ran %d, and there is still one of type %s: do jobs push each other without end?"
                                .formatted(
                                        MOST_PUSHED_BY_A_DRAIN,
                                        runs.size(),
                                        job.get().type()));
            }
            runs.add(run(job.get(), runner));
        }
        return List.copyOf(runs);
    }

    private Run run(Job job, JobRunner runner) {
        var outcome = runner.runReceived(job);
        jobs.ran(outcome instanceof Outcome.Succeeded);
        return new Run(job, outcome);
    }

    /**
     * A job that was run, and what became of it.
     *
     * @param job as the bean got it
     * @param outcome what a worker would report
     */
    public record Run(Job job, Outcome outcome) {
        /** Whether a worker would acknowledge it. */
        public boolean succeeded() {
            return outcome instanceof Outcome.Succeeded;
        }
    }

    /** Forgets everything, as before the first push. */
    public void clear() {
        jobs.clear();
    }

    private Object writeReplace() throws NotSerializableException {
        throw new NotSerializableException(getClass().getName() + ", whose recorded jobs belong to one test");
    }
}
