package org.faktoryjca.example.launcher;

import java.util.Optional;
import org.faktoryjca.ServerInfo;
import org.faktoryjca.client.Connection;
import org.faktoryjca.client.settings.ServerSettings;
import org.faktoryjca.testing.server.EmbeddedFaktory;

/** The work server of the demo: the one that the environment names, else one in memory. */
final class DemoWorkServer {
    private final Optional<EmbeddedFaktory> own;

    private DemoWorkServer(Optional<EmbeddedFaktory> own) {
        this.own = own;
    }

    /**
     * Starts it, or looks that it is there.
     *
     * @throws org.faktoryjca.FaktoryException if the one that the environment names cannot be reached
     */
    static DemoWorkServer start() {
        var given = isGiven("FAKTORY_URL") || isGiven("FAKTORY_PROVIDER");
        var server = new DemoWorkServer(given ? Optional.empty() : Optional.of(EmbeddedFaktory.start()));
        Connection.open(server.settings()).close();
        return server;
    }

    private static boolean isGiven(String variable) {
        var value = System.getenv(variable);
        return value != null && !value.isBlank();
    }

    private ServerSettings settings() {
        return own.map(server -> ServerSettings.at(server.url())).orElseGet(ServerSettings::defaults);
    }

    /** What the adapter is told; empty if it reads the environment as it is. */
    Optional<String> url() {
        return own.map(EmbeddedFaktory::url);
    }

    String description() {
        var where = settings().address().display();
        return own.isPresent() ? "in memory, at " + where + " (set FAKTORY_URL for a real one)" : where;
    }

    ServerInfo info() {
        try (var connection = Connection.open(settings())) {
            return connection.info();
        }
    }

    void stop() {
        own.ifPresent(EmbeddedFaktory::close);
    }
}
