package org.faktoryjca.worker;

import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** What a worker tells. */
final class HeardEvents implements WorkerListener {
    private final Queue<WorkerEvent> events = new ConcurrentLinkedQueue<>();

    @Override
    public void on(WorkerEvent event) {
        events.add(event);
    }

    <E extends WorkerEvent> List<E> of(Class<E> type) {
        return events.stream().filter(type::isInstance).map(type::cast).toList();
    }

    /** Whether an outage has been told of, and the end of each. */
    boolean isCalmAgain() {
        return events.stream()
                .filter(event -> event instanceof WorkerEvent.ConnectionLost
                        || event instanceof WorkerEvent.Refused
                        || event instanceof WorkerEvent.Reconnected)
                .reduce((before, after) -> after)
                .filter(WorkerEvent.Reconnected.class::isInstance)
                .isPresent();
    }
}
