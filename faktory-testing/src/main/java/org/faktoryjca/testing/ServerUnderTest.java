package org.faktoryjca.testing;

import java.time.Instant;
import java.util.Optional;
import org.faktoryjca.client.Connection;
import org.faktoryjca.client.pool.FaktoryConnections;
import org.faktoryjca.client.settings.ServerSettings;
import org.faktoryjca.testing.server.EmbeddedFaktory;
import org.faktoryjca.testing.server.FaktoryProcess;
import org.faktoryjca.testing.server.LoadableServer;
import org.faktoryjca.testing.server.ServerState;

/** A server while the tests of a class run on it. JUnit closes it after the class. */
final class ServerUnderTest implements AutoCloseable {
    private final LoadableServer server;
    private final String why;
    private final FaktoryConnections connections;
    private volatile Instant loaded = Instant.EPOCH;

    private ServerUnderTest(LoadableServer server, String why) {
        this.server = server;
        this.why = why;
        this.connections = FaktoryConnections.at(server.url()).build();
    }

    static ServerUnderTest start(Choice choice) {
        return new ServerUnderTest(choice.starter().get(), choice.why());
    }

    LoadableServer server() {
        return server;
    }

    FaktoryConnections connections() {
        return connections;
    }

    /** For the report. */
    String description() {
        return server.description() + " (" + why + ")";
    }

    /** What a test begins with. */
    void begin(Optional<ServerState> state) {
        if (server instanceof EmbeddedFaktory embedded) {
            embedded.resetClock();
        }
        // Before, and not after: times count from some moment of the load, which may take a second.
        loaded = server.now();
        if (server instanceof FaktoryProcess && state.isEmpty()) {
            // In place of a load, which would start the process again.
            erase(server.url());
        } else {
            server.load(state.orElse(ServerState.empty()));
        }
    }

    /** Forgets every job, and every queue with its pause: FLUSH alone would leave those. */
    static void erase(String url) {
        try (var connection = Connection.open(ServerSettings.at(url))) {
            var admin = connection.admin();
            admin.resumeAll();
            var queues = admin.queues().keySet();
            if (!queues.isEmpty()) {
                admin.remove(queues);
            }
            admin.eraseEverything();
        }
    }

    /** What a test must end with. */
    void end(ServerState left) {
        StateAssertions.assertHolds(server, left, loaded);
    }

    @Override
    public void close() {
        try {
            connections.close();
        } finally {
            server.close();
        }
    }
}
