package org.faktoryjca.testing.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a work server holds: to be loaded before a test, or compared with after it. Immutable.
 *
 * <p>In JSON, where everything may be left out but a job's {@code jobtype}, and the {@code at} of a scheduled one:
 *
 * <pre>{@code
 * {
 *   "queued": {
 *     "images": [
 *       {"jobtype": "thumbnail", "args": [7, 200]},
 *       {"jobtype": "crop", "args": [{"x": 1}], "jid": "first-crop", "retry": 3, "enqueued_at": "10m ago"}
 *     ],
 *     "default": []
 *   },
 *   "scheduled": [{"jobtype": "mail", "args": ["a@example.org"], "at": "in 1h30m"}],
 *   "retrying": [{"jobtype": "mail", "due": "in 30s",
 *                 "failure": {"errtype": "IOException", "message": "no route to host", "retry_count": 2}}],
 *   "dead": [{"jobtype": "mail", "failure": {"message": "no such user"}}],
 *   "reserved": [{"jobtype": "mail", "wid": "gone", "since": "10m ago", "until": "in 20m"}],
 *   "paused": ["images"]
 * }
 * }</pre>
 *
 * <p>Jobs have the names of the protocol: {@code jid}, {@code jobtype}, {@code args}, {@code queue}, {@code retry},
 * {@code reserve_for}, {@code backtrace}, {@code custom}, {@code at}, {@code created_at}, {@code enqueued_at} and
 * {@code failure}, so that one can be copied from a log. {@code queued} is by queue, the next job to be fetched first.
 * Beside a job's own there are {@code due} for a retrying job, {@code until} for a dead one (when it is forgotten), and
 * for a reserved one {@code wid}, {@code since} and {@code until}. Times are fixed or count from loading: see
 * {@link When}. What is left out gets the defaults of {@link StoredJob}, {@link StoredFailure}, {@link TimedJob} and
 * {@link ReservedJob}. A paused queue exists, also without jobs.
 *
 * @param queued the jobs of each queue, the next one to be fetched first
 * @param scheduled the jobs that wait for their {@code at}
 * @param retrying the jobs that failed and will run again
 * @param dead the jobs that failed for good
 * @param reserved the jobs that were fetched and not reported on; from a server, the one first whose reservation ends first
 * @param paused the names of the queues that give out no jobs
 */
public record ServerState(
        Map<String, List<StoredJob>> queued,
        List<StoredJob> scheduled,
        List<TimedJob> retrying,
        List<TimedJob> dead,
        List<ReservedJob> reserved,
        Set<String> paused) {

    /**
     * Makes everything immutable, and keeps its order.
     *
     * @throws IllegalArgumentException if a queue that exists, or is paused, has a name that Faktory refuses
     */
    public ServerState {
        var queues = new LinkedHashMap<String, List<StoredJob>>();
        queued.forEach((name, jobs) -> queues.put(Queues.requireName(name), List.copyOf(jobs)));
        paused.forEach(Queues::requireName);
        queued = Collections.unmodifiableMap(queues);
        scheduled = List.copyOf(scheduled);
        retrying = List.copyOf(retrying);
        dead = List.copyOf(dead);
        reserved = List.copyOf(reserved);
        paused = Collections.unmodifiableSet(new LinkedHashSet<>(paused));
    }

    /**
     * A server that holds nothing.
     *
     * @return an empty state
     */
    public static ServerState empty() {
        return builder().build();
    }

    /**
     * Describes a state.
     *
     * @return a builder of an empty one
     */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Reads the JSON form.
     *
     * @param source what the text is called in messages, for example the file's name
     * @param json the text
     * @return the state
     * @throws IllegalArgumentException if it is no such JSON; the message names the source, the place in it and what
     *     belongs there
     */
    public static ServerState parse(String source, String json) {
        return StateReader.read(source, json);
    }

    /**
     * Reads a file in the JSON form.
     *
     * @param file a file in UTF-8
     * @return the state
     * @throws UncheckedIOException if the file cannot be read
     * @throws IllegalArgumentException as {@link #parse}
     */
    public static ServerState read(Path file) {
        String json;
        try {
            json = Files.readString(file);
        } catch (IOException e) {
            throw Unreadable.of("the state " + file, e);
        }
        return parse(file.toString(), json);
    }

    /**
     * This state in the JSON form.
     *
     * @return indented JSON
     */
    public String json() {
        return StateWriter.write(this);
    }

    /**
     * This state as it is when loaded at a given moment: with fixed times, and everything filled in that has a default.
     * Scheduled, retrying, dead and reserved jobs are sorted by their times, of one time as they are here, and a paused queue is among the queues.
     *
     * @param now the moment of loading
     * @return the complete state, whose jobs have a {@link StoredJob#wire wire form}
     */
    public ServerState resolved(Instant now) {
        return new StateResolver(now).resolve(this);
    }

    /** A state in the making. Not for use by several threads. */
    public static final class Builder {

        private final Map<String, List<StoredJob>> queued = new LinkedHashMap<>();
        private final List<StoredJob> scheduled = new ArrayList<>();
        private final List<TimedJob> retrying = new ArrayList<>();
        private final List<TimedJob> dead = new ArrayList<>();
        private final List<ReservedJob> reserved = new ArrayList<>();
        private final Set<String> paused = new LinkedHashSet<>();

        private Builder() {}

        /**
         * Adds jobs to the ends of their queues.
         *
         * @param jobs the jobs
         * @return this builder
         */
        public Builder queued(StoredJob... jobs) {
            for (var job : jobs) {
                queue(job.queue().orElse("default"), List.of(job));
            }
            return this;
        }

        /**
         * Adds jobs to the end of a queue, or an empty queue.
         *
         * @param name the queue's name
         * @param jobs the jobs; where one names its queue, it must be this one
         * @return this builder
         */
        public Builder queue(String name, List<StoredJob> jobs) {
            for (var job : jobs) {
                if (!job.queue().orElse(name).equals(name)) {
                    throw new IllegalArgumentException("a job of queue " + job.queue() + " is no job of " + name);
                }
            }
            queued.computeIfAbsent(name, n -> new ArrayList<>()).addAll(jobs);
            return this;
        }

        /**
         * Adds a job that waits for its {@code at}.
         *
         * @param job a job with an {@code at}
         * @return this builder
         */
        public Builder scheduled(StoredJob job) {
            if (job.at().isEmpty()) {
                throw new IllegalArgumentException("a scheduled job needs a time: " + job);
            }
            scheduled.add(job);
            return this;
        }

        /**
         * Adds a job that failed and will run again.
         *
         * @param job the job, with its failure
         * @param due when
         * @return this builder
         */
        public Builder retrying(StoredJob job, When due) {
            return retrying(new TimedJob(job, Optional.of(due)));
        }

        /**
         * Adds a job that failed and will run again.
         *
         * @param job the job, and when it is due
         * @return this builder
         */
        public Builder retrying(TimedJob job) {
            retrying.add(job);
            return this;
        }

        /**
         * Adds a job that failed for good.
         *
         * @param job the job, with its failure
         * @return this builder
         */
        public Builder dead(StoredJob job) {
            return dead(new TimedJob(job, Optional.empty()));
        }

        /**
         * Adds a job that failed for good.
         *
         * @param job the job, and when it is forgotten
         * @return this builder
         */
        public Builder dead(TimedJob job) {
            dead.add(job);
            return this;
        }

        /**
         * Adds a job that a worker holds, which no longer answers.
         *
         * @param job the job, and who holds it for how long
         * @return this builder
         */
        public Builder reserved(ReservedJob job) {
            reserved.add(job);
            return this;
        }

        /**
         * Adds a job that a worker has just fetched, which no longer answers.
         *
         * @param job the job
         * @param wid the worker's id
         * @return this builder
         */
        public Builder reserved(StoredJob job, String wid) {
            return reserved(new ReservedJob(job, Optional.of(wid), Optional.empty(), Optional.empty()));
        }

        /**
         * Lets a queue give out no jobs.
         *
         * @param queue its name
         * @return this builder
         */
        public Builder pause(String queue) {
            paused.add(queue);
            return this;
        }

        /**
         * Ends the description.
         *
         * @return the state
         * @throws IllegalArgumentException if a queue has a name that Faktory refuses
         */
        public ServerState build() {
            return new ServerState(queued, scheduled, retrying, dead, reserved, paused);
        }
    }
}
