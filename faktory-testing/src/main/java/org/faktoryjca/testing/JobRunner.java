package org.faktoryjca.testing;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.faktoryjca.ErrorCode;
import org.faktoryjca.InvalidBeanException;
import org.faktoryjca.Job;
import org.faktoryjca.JobListener;
import org.faktoryjca.JobMethods;
import org.faktoryjca.client.json.ArgumentBinder;
import org.faktoryjca.client.json.JobDefaults;
import org.faktoryjca.client.settings.Queues;
import org.faktoryjca.spi.OnJobMethods;
import org.faktoryjca.worker.Handler;
import org.faktoryjca.worker.Outcome;
import org.faktoryjca.worker.Rehearsal;
import org.faktoryjca.worker.WorkerTime;

/**
 * Runs jobs in beans without a work server and without a container, through the routing and the binding of arguments that
 * production uses, the way through JSON included.
 *
 * <pre>{@code
 * Outcome outcome = JobRunner.of(new ImageJobs()).run(Job.of("thumbnail", 7L, 200));
 * }</pre>
 *
 * <p>A bean is called as it is, in the calling thread: injection, transactions and interceptors are the container's, and not
 * there. Every queue is served, since a bean's queues are in the configuration of its activation. Immutable; as thread-safe
 * as its beans.
 */
public final class JobRunner {
    private final List<Handling> handlings;

    private record Handling(String name, Set<String> types, JobListener listener, ArgumentBinder binder) {
        Handler serving(Queues queues) {
            return new Handler(name, queues, types, 1, binder, org.faktoryjca.worker.JobRunner.calling(listener));
        }
    }

    private JobRunner(List<Handling> handlings) {
        this.handlings = List.copyOf(handlings);
        rehearsal("default");
    }

    /**
     * For these beans: a {@link JobMethods} is given jobs of the types that its methods are marked with, any other
     * listener those that nobody else names.
     *
     * @throws InvalidBeanException as the deployment would: for mistakes in a bean's methods, and if two beans take the same type
     */
    public static JobRunner of(JobListener... beans) {
        return new JobRunner(Arrays.stream(beans).map(JobRunner::handling).toList());
    }

    private static Handling handling(JobListener bean) {
        var name = bean.getClass().getName();
        if (!(bean instanceof JobMethods)) {
            return new Handling(name, Set.of(), bean, ArgumentBinder.create());
        }
        var methods = OnJobMethods.of(bean.getClass());
        if (!methods.problems().isEmpty()) {
            throw new InvalidBeanException(
                    ErrorCode.INVALID_BEAN,
                    "the bean " + name + " cannot be served: " + String.join("; ", methods.problems()),
                    null);
        }
        return new Handling(name, methods.types(), bean, ArgumentBinder.create());
    }

    /**
     * And with jobs of this type run by this listener, as an activation with {@code jobTypes} does and {@code
     * FaktoryWorker.on}.
     *
     * @throws InvalidBeanException if the type has a handler already
     */
    public JobRunner on(String type, JobListener listener) {
        var more = new ArrayList<>(handlings);
        more.add(new Handling("the listener for " + type, Set.of(type), listener, ArgumentBinder.create()));
        return new JobRunner(more);
    }

    /**
     * Runs a job as if it had been pushed with the server's defaults and fetched. Its {@link Job#failure()} and {@link
     * Job#enqueuedAt()}, which no push sends, reach the bean as they are, so that a retry can be tried too.
     *
     * @return ACK ({@link Outcome.Succeeded}), or FAIL with what a worker would report ({@link Outcome.Failed}); of it the
     *     server keeps 100 bytes of type, 1000 of message and 50 lines
     * @throws org.faktoryjca.InvalidJobException if the job could not be pushed
     */
    public Outcome run(Job job) {
        return runReceived(Transit.of(job, JobDefaults.STANDARD).job());
    }

    /** Runs a job that has been through JSON already. */
    Outcome runReceived(Job job) {
        return rehearsal(job.queue().orElseThrow()).run(job);
    }

    private Rehearsal rehearsal(String queue) {
        var queues = Queues.parse(queue);
        return new Rehearsal(
                handlings.stream().map(handling -> handling.serving(queues)).toList(), WorkerTime.system());
    }
}
