package org.faktoryjca.testing.server;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** The open connections, and how many of them may say something. Safe for use by several threads. */
final class Connections {

    private static final Duration HELLO_WITHIN = Duration.ofSeconds(2);

    private final int most;
    private final Set<Session> open = ConcurrentHashMap.newKeySet();
    private final AtomicInteger admitted = new AtomicInteger();

    Connections(int most) {
        this.most = most;
    }

    int most() {
        return most;
    }

    void opened(Session session) {
        open.add(session);
    }

    /** Whether there was room for one more that has said HELLO. */
    boolean admit() {
        if (admitted.incrementAndGet() <= most) {
            return true;
        }
        admitted.decrementAndGet();
        return false;
    }

    void closed(Session session, boolean wasAdmitted) {
        open.remove(session);
        if (wasAdmitted) {
            admitted.decrementAndGet();
        }
    }

    int admitted() {
        return admitted.get();
    }

    List<Session> open() {
        return List.copyOf(open);
    }

    /** Closes those that have not said HELLO in time, however slowly they are saying it. */
    void closeSilent() {
        open.stream().filter(session -> session.isSilentFor(HELLO_WITHIN)).forEach(Session::closeSocket);
    }
}
