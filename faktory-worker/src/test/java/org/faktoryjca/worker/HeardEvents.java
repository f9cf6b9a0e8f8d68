package org.faktoryjca.worker;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** What a worker tells. */
final class HeardEvents implements WorkerListener {
    private final List<WorkerEvent> events = new CopyOnWriteArrayList<>();

    @Override
    public void on(WorkerEvent event) {
        events.add(event);
    }

    <E extends WorkerEvent> List<E> of(Class<E> type) {
        return events.stream().filter(type::isInstance).map(type::cast).toList();
    }
}
