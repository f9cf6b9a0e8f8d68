package org.faktoryjca.bench.worker;

import org.faktoryjca.worker.FaktoryWorker;

/** A worker in plain Java, in a process of its own. */
public final class SeWorker {
    private SeWorker() {}

    /** Arguments: the queue, the concurrency. */
    public static void main(String[] arguments) throws InterruptedException {
        var gate = Gate.instance();
        try (var worker = FaktoryWorker.fromEnvironment()
                .queues(arguments[0])
                .concurrency(Integer.parseInt(arguments[1]))
                .on("bench", job -> gate.pass(job.arg(0, Long.class)))
                .start()) {
            worker.awaitTermination();
        }
    }
}
