package org.faktoryjca.testing.server;

import java.util.List;
import java.util.Map;

/** What can be read of {@link EmbeddedFaktory}, and asserted. Each answer is a snapshot. */
public abstract sealed class ReadableServer implements LoadableServer permits EmbeddedFaktory {

    private final Store store;
    private final Workers workers;

    ReadableServer(Store store, Workers workers) {
        this.store = store;
        this.workers = workers;
    }

    Store store() {
        return store;
    }

    Workers connected() {
        return workers;
    }

    /**
     * What the server holds now.
     *
     * @return a snapshot, with fixed times, which {@link #load} would bring back
     */
    @Override
    public ServerState state() {
        return store.read(StateLoader::state);
    }

    /**
     * The sizes of the queues.
     *
     * @return how many jobs wait in each queue that exists, by name
     */
    public Map<String, Integer> queues() {
        return store.read(places -> places.queues().sizes());
    }

    /**
     * The queues that give out no jobs.
     *
     * @return their names
     */
    public List<String> paused() {
        return store.read(places -> List.copyOf(places.queues().paused()));
    }

    /**
     * The jobs waiting in one queue.
     *
     * @param queue the queue's name
     * @return their JSON, the next one to be fetched first; empty for an unknown queue
     */
    public List<String> queued(String queue) {
        return texts(store.read(places -> places.queues().jobs(queue)));
    }

    /**
     * The jobs that wait for their time.
     *
     * @return their JSON, the first one due first
     */
    public List<String> scheduled() {
        return texts(jobs(JobSet.SCHEDULED));
    }

    /**
     * The jobs that failed and will run again.
     *
     * @return their JSON, the first one due first
     */
    public List<String> retries() {
        return texts(jobs(JobSet.RETRIES));
    }

    /**
     * The jobs that failed for good.
     *
     * @return their JSON, the oldest first
     */
    public List<String> dead() {
        return texts(jobs(JobSet.DEAD));
    }

    /**
     * The jobs that are reserved: fetched, and neither acknowledged nor failed.
     *
     * @return their JSON
     */
    public List<String> working() {
        return texts(store.read(places -> places.reservations().all().stream()
                .map(Reservations.Reservation::job)
                .toList()));
    }

    /**
     * What happened to a job: pushed, fetched by whom, failed, expired, requeued … It outlives the job; of jobs that
     * are gone, the last 100,000 are remembered.
     *
     * @param jid the job's id
     * @return the events, the first one first; of several jobs with this id, those of all
     */
    public List<JobEvent> history(String jid) {
        return store.read(places -> places.history(jid));
    }

    /**
     * How many executions ended since the start or the last FLUSH, in success or failure.
     *
     * @return a number, as in INFO's {@code total_processed}
     */
    public long processed() {
        return store.processed();
    }

    /**
     * How many executions failed since the start or the last FLUSH.
     *
     * @return a number, as in INFO's {@code total_failures}
     */
    public long failures() {
        return store.failures();
    }

    /**
     * The ids of the workers that are connected.
     *
     * @return their wids
     */
    public List<String> workers() {
        return connectedWorkers().stream().map(ConnectedWorker::wid).toList();
    }

    /**
     * The workers that are connected, and what is known of them.
     *
     * @return the workers, the one first that connected first
     */
    public List<ConnectedWorker> connectedWorkers() {
        return workers.all();
    }

    private List<Job> jobs(JobSet set) {
        return store.read(places ->
                places.set(set).entries().stream().map(TimedSet.Entry::job).toList());
    }

    private static List<String> texts(List<Job> jobs) {
        return jobs.stream().map(Job::json).toList();
    }
}
