package org.faktoryjca.testing.server;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * The thread that moves due jobs and closes silent connections. It looks every 100 ms, since a test's
 * clock may be moved without anybody telling.
 */
final class Scheduler {

    private static final long PERIOD_MILLIS = 100;

    private final Store store;
    private final Workers workers;
    private final Connections connections;
    private final CountDownLatch end = new CountDownLatch(1);
    private final Thread thread;

    Scheduler(Store store, Workers workers, Connections connections, int port) {
        this.store = store;
        this.workers = workers;
        this.connections = connections;
        thread = new Thread(this::run, "faktory-scheduler-" + port);
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    void close() {
        end.countDown();
        Threads.awaitEnd(thread);
    }

    private void run() {
        try {
            while (!end.await(PERIOD_MILLIS, TimeUnit.MILLISECONDS)) {
                store.moveDueJobs();
                workers.closeSilent();
                connections.closeSilent();
            }
        } catch (InterruptedException e) {
            // Nobody else knows this thread; it is over.
        }
    }
}
