package org.faktoryjca.worker;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.faktoryjca.ErrorCode;
import org.faktoryjca.FaktoryHealth;
import org.faktoryjca.InvalidBeanException;
import org.faktoryjca.JobListener;
import org.faktoryjca.client.json.ArgumentBinder;
import org.faktoryjca.client.settings.Queues;
import org.faktoryjca.client.settings.Setting;
import org.faktoryjca.client.settings.SettingValues;
import org.faktoryjca.client.settings.SettingsReader;

/**
 * A worker in plain Java.
 *
 * <pre>{@code
 * try (var worker = FaktoryWorker.at("tcp://localhost:7419").queues("critical=5, default")
 *         .on("mail", job -> send(job.arg(0, Mail.class))).shutdownHook().start()) {
 *     worker.awaitTermination();
 * }
 * }</pre>
 *
 * <p>Settings and their defaults are those of an activation, under the same names. Running it is thread-safe; building it is
 * not.
 */
public final class FaktoryWorker implements Lifecycle, AutoCloseable {
    private final Worker worker;
    private final Optional<Thread> hook;

    private FaktoryWorker(Worker worker, Optional<Thread> hook) {
        this.worker = worker;
        this.hook = hook;
    }

    /** A worker of the server at this address; nothing happens before {@link Builder#start()}. */
    public static Builder at(String url) {
        return new Builder().set(Setting.URL, url);
    }

    /** A worker of the server that the environment names: {@code FAKTORY_PROVIDER}, {@code FAKTORY_URL}, or this machine's. */
    public static Builder fromEnvironment() {
        return new Builder();
    }

    /**
     * Waits until the worker has stopped: by {@link #close()}, by a signal, or because the server told it to.
     *
     * @throws InterruptedException if the waiting thread is interrupted; the worker goes on
     */
    public void awaitTermination() throws InterruptedException {
        worker.awaitTermination();
    }

    /** Fetches no more, and finishes what runs; returns at once. It goes on beating until {@link #resume()} or its end. */
    public void quiet() {
        worker.quiet();
    }

    /**
     * Works again after {@link #quiet()}, {@link #stop()} or the server's terminate, under a new wid; does nothing while it works.
     *
     * @throws org.faktoryjca.ClosedException after {@link #close()}
     */
    public void resume() {
        worker.start();
    }

    /** As {@link #resume()}; a worker that was built has been started. */
    @Override
    public void start() {
        worker.start();
    }

    /**
     * Fetches no more, lets running jobs go on for up to {@code shutdownTimeout}, and ends; it may {@link #resume()}. A second call
     * waits for the end of the first. A listener may call it from a job: then it returns at once, and that job is given its time like others.
     */
    @Override
    public void stop() {
        worker.stop();
    }

    /** How the worker is. */
    public FaktoryHealth health() {
        return worker.health();
    }

    /** As what the server knows this worker now; another one after a {@link #resume()}. */
    public String wid() {
        return worker.identity().wid();
    }

    /** Whether it works, or is quiet, and has not been stopped. */
    @Override
    public boolean isRunning() {
        return worker.isRunning();
    }

    /** As {@link #stop()}, for good. A second call only waits for the end of the first. */
    @Override
    public void close() {
        worker.close();
        hook.ifPresent(FaktoryWorker::forget);
    }

    /** The JVM would keep the hook, and the worker with it, until its end. */
    private static void forget(Thread hook) {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // The JVM is shutting down: the hook runs or has run, and does nothing a second time.
        }
    }

    /** Says what a worker is to do. Not thread-safe. */
    public static final class Builder {
        /** Of an activation's the others are about a bean. */
        private static final Set<Setting> KNOWN = Stream.concat(
                        Stream.of(Setting.values()).filter(setting -> setting.place() == Setting.Place.SERVER),
                        Stream.of(
                                Setting.QUEUES,
                                Setting.CONCURRENCY,
                                Setting.LABELS,
                                Setting.SHUTDOWN_TIMEOUT,
                                Setting.INTERRUPT_ON_SHUTDOWN,
                                Setting.STARTUP_GRACE))
                .collect(Collectors.toUnmodifiableSet());

        private final SettingValues values = new SettingValues();
        private final List<Handling> handlings = new ArrayList<>();
        private WorkerListener listener = event -> {};
        private boolean hook;

        private record Handling(Set<String> types, JobListener listener) {}

        private Builder() {}

        /**
         * Any setting of an activation, by its name in the settings' table, but for {@code jobTypes}, which {@link #on} and {@link
         * #onAnyOther} say, and {@code rollbackOnCheckedException}: there are no transactions here. {@link #start} refuses these, and
         * those of a connection factory.
         */
        public Builder set(Setting setting, String text) {
            values.set(setting, text);
            return this;
        }

        /** The queues: {@code critical, default} in strict order, {@code critical=5, default=1} weighted; {@code default} unless set. */
        public Builder queues(String queues) {
            return set(Setting.QUEUES, queues);
        }

        /** How many jobs of each handler run at the same time, 1 to 1000; 8 unless set. */
        public Builder concurrency(int concurrency) {
            return set(Setting.CONCURRENCY, Integer.toString(concurrency));
        }

        /** How long running jobs may go on when the worker stops; 25 s unless set. */
        public Builder shutdownTimeout(Duration timeout) {
            return set(Setting.SHUTDOWN_TIMEOUT, timeout.toString());
        }

        /** Interrupts what runs beyond {@code shutdownTimeout}. Off unless set: interrupts close embedded databases. */
        public Builder interruptOnShutdown() {
            return set(Setting.INTERRUPT_ON_SHUTDOWN, "true");
        }

        /** Jobs of this type are run by this listener, from several threads at once. */
        public Builder on(String type, JobListener listener) {
            handlings.add(new Handling(Set.of(type), listener));
            return this;
        }

        /** Jobs of every type that nothing else names are run by this listener, from several threads at once. */
        public Builder onAnyOther(JobListener listener) {
            handlings.add(new Handling(Set.of(), listener));
            return this;
        }

        /**
         * Is told what happens in the worker, beside its log: for metrics and traces. Called in the worker's threads, several at once. One
         * listener; a later one replaces it.
         */
        public Builder listener(WorkerListener listener) {
            this.listener = Objects.requireNonNull(listener);
            return this;
        }

        /** SIGTERM and the like close the worker, and the process ends after its jobs. */
        public Builder shutdownHook() {
            hook = true;
            return this;
        }

        /**
         * Begins to work; returns at once, whether the server can be reached or not.
         *
         * @throws org.faktoryjca.InvalidSettingsException with everything that is wrong
         * @throws InvalidBeanException if there is no listener, or two take the same type
         */
        public FaktoryWorker start() {
            var reader = new SettingsReader("worker", values);
            reader.only(KNOWN);
            var settings = WorkerSettings.read(reader);
            var queues = reader.queues(Setting.QUEUES);
            var concurrency = reader.number(Setting.CONCURRENCY, 1, WorkerSettings.MOST_CONCURRENCY);
            var interrupts = reader.flag(Setting.INTERRUPT_ON_SHUTDOWN);
            reader.check();
            if (handlings.isEmpty()) {
                throw new InvalidBeanException(
                        ErrorCode.INVALID_BEAN,
                        "the worker has no listener: name one with on(type, …) or onAnyOther",
                        null);
            }
            var handlers = handlings.stream()
                    .map(handling -> handler(handling, queues, concurrency, interrupts))
                    .toList();
            // Before any of them is given a job.
            Router.refuseAmbiguity(handlers);
            var worker = worker(settings);
            var closing = hook ? Optional.of(new Thread(worker::close, "faktory-shutdown")) : Optional.<Thread>empty();
            var begun = false;
            try {
                // First: a signal may come as soon as there are jobs.
                closing.ifPresent(Runtime.getRuntime()::addShutdownHook);
                handlers.forEach(worker::add);
                begun = true;
            } finally {
                if (!begun) {
                    worker.close();
                    closing.ifPresent(FaktoryWorker::forget);
                }
            }
            return new FaktoryWorker(worker, closing);
        }

        private Worker worker(WorkerSettings settings) {
            return new Worker(
                    settings,
                    WorkerIdentities.fresh(settings.labels()),
                    WorkerThreads.own(),
                    new WorkerLog(settings.server()).and(listener),
                    WorkerTime.system(),
                    new SecureRandom());
        }

        private static Handler handler(Handling handling, Queues queues, int concurrency, boolean interrupts) {
            return new Handler(
                    "the listener for " + (handling.types().isEmpty() ? "any other type" : handling.types()),
                    queues,
                    handling.types(),
                    concurrency,
                    ArgumentBinder.create(),
                    JobRunner.calling(handling.listener()),
                    interrupts);
        }
    }
}
