package org.faktoryjca.client.wire;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.faktoryjca.client.json.Json;
import org.faktoryjca.spi.Names;

/**
 * QUEUE: what is done to queues, or asked about them.
 *
 * <p>Source: the server's behaviour; the protocol specification does not have it.
 */
final class QueueCommand {
    private static final long NANOS = 1_000_000_000L;

    private QueueCommand() {}

    /** Faktory 1.9.4 dies of a QUEUE command without a name; a blank in one would be two names, and a line break two commands. */
    static List<String> checked(List<String> names) {
        if (names.isEmpty()) {
            throw new IllegalArgumentException("no queue was named");
        }
        for (var name : names) {
            Names.wrongWithQueue(name).ifPresent(what -> {
                throw new IllegalArgumentException(what);
            });
        }
        return List.copyOf(names);
    }

    static void write(ByteArrayOutputStream out, String action, List<String> names) {
        Lines.write(out, "QUEUE", (action + " " + String.join(" ", names)).getBytes(StandardCharsets.UTF_8));
    }

    static Map<String, Duration> latency(Command<?> command, Reply reply) throws IOException {
        var latency = new LinkedHashMap<String, Duration>();
        Json.read(Lines.bulk(command, reply)).forEach((queue, seconds) -> {
            var number = seconds instanceof Number given ? given.doubleValue() : 0;
            latency.put(queue, Duration.ofNanos((long) (number * NANOS)));
        });
        return latency;
    }
}
