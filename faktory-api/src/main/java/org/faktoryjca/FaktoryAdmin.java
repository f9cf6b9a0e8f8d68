package org.faktoryjca;

import java.time.Duration;
import java.util.Collection;
import java.util.Map;

/**
 * What an operator does to a work server: its queues, and the sets of jobs that wait elsewhere.
 *
 * <p>Each method takes effect at once, whatever becomes of a transaction around it. As thread-safe as the connection that it
 * comes from. Each throws what a push outside a transaction throws, and costs one round trip; what it costs the server is counted
 * in commands to its store, as measured with 1.10.0.
 */
public interface FaktoryAdmin {
    /** Every queue that the server knows, with how many jobs wait in it. Costs an INFO: see {@link FaktoryConnection#info}. */
    Map<String, Long> queues();

    /**
     * Has no worker given jobs of these queues. They can still be pushed to. A queue that the server does not know is left
     * out silently: it knows one from the first push on. Costs a command for each queue.
     *
     * @throws IllegalArgumentException if there is none, or one that is no queue's name
     */
    void pause(Collection<String> queues);

    /** Has workers given jobs of these queues again; otherwise as {@link #pause}. */
    void resume(Collection<String> queues);

    /** Forgets these queues with every job in them, however many, for three commands each; otherwise as {@link #pause}. */
    void remove(Collection<String> queues);

    /** {@link #pause} for every queue that the server knows now. */
    void pauseAll();

    /** {@link #resume} for every queue that the server knows now. */
    void resumeAll();

    /**
     * For how long the next job of each of these queues has been waiting; zero where there is none. Costs a command for each
     * queue.
     *
     * @throws IllegalArgumentException if there is none, or one that is no queue's name
     */
    Map<String, Duration> latency(Collection<String> queues);

    /** Jobs whose time has not come. */
    JobSet scheduled();

    /** Failed jobs that wait for their next execution. */
    JobSet retries();

    /** Jobs given up. */
    JobSet dead();

    /**
     * Erases everything that the server holds, for everyone: every queue, every set, every count. The protocol's FLUSH. Costs one
     * command, for whose time the store serves nobody else.
     */
    void eraseEverything();
}
