package org.faktoryjca;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/**
 * What the work server says about itself: the reply to INFO.
 *
 * @param description what kind of server it says it is: {@code Faktory}; empty if it says nothing
 * @param version the server's version, such as {@code 1.10.0}
 * @param now the server's clock
 * @param uptime how long it has run, in whole seconds
 * @param connections open connections of clients
 * @param commands commands carried out since its start
 * @param usedMemoryMegabytes memory of its store
 * @param processed jobs run to an end, well or not, since the last FLUSH
 * @param failures of these, how many failed
 * @param enqueued jobs waiting in all queues together
 * @param queues each queue that the server knows, with how many jobs wait in it; unmodifiable
 * @param scheduled jobs whose time has not come
 * @param retries failed jobs waiting for their next execution
 * @param dead jobs given up, for a person to look at
 * @param working jobs held by workers
 */
public record ServerInfo(
        String description,
        String version,
        Instant now,
        Duration uptime,
        long connections,
        long commands,
        long usedMemoryMegabytes,
        long processed,
        long failures,
        long enqueued,
        Map<String, Long> queues,
        long scheduled,
        long retries,
        long dead,
        long working) {

    /** Copies the map. */
    public ServerInfo {
        queues = Map.copyOf(queues);
    }
}
