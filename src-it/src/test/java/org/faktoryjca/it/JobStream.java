package org.faktoryjca.it;

import java.io.IOException;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Jobs without a retry, pushed one after the other, of these types in turn, until it is ended. */
final class JobStream implements AutoCloseable {
    /** So that lanes wait for the next job more often than they run one. */
    private static final long BETWEEN_MILLIS = 10;

    private final String queue;
    private final List<String> types;
    private final RawFaktory faktory = RawFaktory.open();
    private final CountDownLatch ended = new CountDownLatch(1);
    private final CompletableFuture<Void> pushing;

    /** Written by one thread at a time. */
    private volatile int pushed;

    private JobStream(String queue, List<String> types) throws IOException {
        this.queue = queue;
        this.types = types;
        // The first one here: the server may fail on INFO while somebody pushes to a queue that is new to it.
        push();
        pushing = CompletableFuture.runAsync(this::pushOn, task -> new Thread(task, "jobs").start());
    }

    static JobStream open(String queue, String... types) throws IOException {
        return new JobStream(queue, List.of(types));
    }

    private void pushOn() {
        try {
            while (!ended.await(BETWEEN_MILLIS, TimeUnit.MILLISECONDS)) {
                push();
            }
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private void push() throws IOException {
        faktory.pushWithRetry("{\"jid\":\"%s\",\"jobtype\":\"%s\",\"queue\":\"%s\",\"retry\":0,\"args\":[%d]}"
                .formatted(UUID.randomUUID(), types.get(pushed % types.size()), queue, pushed));
        pushed++;
    }

    /** Pushes no more. */
    void end() {
        ended.countDown();
        pushing.join();
    }

    /** How many it has pushed, once it has ended. */
    int pushed() {
        pushing.join();
        return pushed;
    }

    @Override
    public void close() throws IOException {
        end();
        faktory.close();
    }
}
