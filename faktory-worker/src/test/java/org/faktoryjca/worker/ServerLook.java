package org.faktoryjca.worker;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.faktoryjca.FaktoryException;
import org.faktoryjca.JobFilter;
import org.faktoryjca.ServerInfo;
import org.faktoryjca.client.Connection;
import org.faktoryjca.client.settings.ServerSettings;
import org.faktoryjca.testing.server.FaktoryProcess;
import org.faktoryjca.testing.server.ReservedJob;

/** What a server that is now and then away holds, and what it has to say of its workers. */
record ServerLook(FaktoryProcess server) {
    /** The server looks every 15 s for reservations that have ended; the rest is for a busy machine. */
    private static final Duration TAKEN_BACK_WITHIN = Duration.ofSeconds(30);

    /** What it holds, after what waits for its retry was told to run now. */
    ServerInfo info() {
        return info(true);
    }

    /** What it holds; what waits for its retry goes on waiting, as it does for anyone who does not interfere. */
    ServerInfo untouched() {
        return info(false);
    }

    private ServerInfo info(boolean retryNow) {
        while (true) {
            try (var connection = Connection.open(ServerSettings.at(server.url()))) {
                if (retryNow && connection.info().retries() > 0) {
                    connection.admin().retries().requeue(JobFilter.everyJob());
                }
                return connection.info();
            } catch (FaktoryException e) {
                // It is just away: a test may ask at any time.
                Thread.onSpinWait();
            }
        }
    }

    /** Whether no job is left that may still run. */
    static boolean isDone(ServerInfo info) {
        return info.enqueued() == 0 && info.retries() == 0 && info.working() == 0;
    }

    /** Jobs that are reserved beyond the end of their reservation, and beyond the time in which the server takes them back. */
    List<ReservedJob> overdue() {
        var latest = Instant.now().minus(TAKEN_BACK_WITHIN);
        return server.state().reserved().stream()
                .filter(reserved -> reserved.until().orElseThrow().from(latest).isBefore(latest))
                .toList();
    }

    /** Whether it has closed the connections of a worker that it had not heard of for a minute; the client does not read that. */
    boolean hasGivenUpAWorker() throws IOException {
        try (var socket = new Socket(server.host(), server.port())) {
            socket.getOutputStream().write("HELLO {\"v\":2}\r\nINFO\r\nEND\r\n".getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                    .contains("\"Workers\":{\"reaped\":1,");
        }
    }
}
