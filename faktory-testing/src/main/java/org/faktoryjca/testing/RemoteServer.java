package org.faktoryjca.testing;

import java.util.Optional;
import org.faktoryjca.ServerInfo;
import org.faktoryjca.client.Connection;
import org.faktoryjca.client.settings.Secret;
import org.faktoryjca.client.settings.ServerAddress;
import org.faktoryjca.client.settings.ServerSettings;
import org.faktoryjca.testing.server.EmbeddedFaktory;
import org.faktoryjca.testing.server.LoadableServer;
import org.faktoryjca.testing.server.ServerState;

/**
 * A server of which there is nothing but an address: in a container, or someone's. What it holds can be set as far as the
 * protocol goes, and not be read.
 */
final class RemoteServer implements LoadableServer {
    private final String url;
    private final ServerAddress address;
    private final ServerInfo info;
    private final String description;
    private final Runnable end;

    /** With what ends it. */
    RemoteServer(String url, String kind, Runnable end) {
        this.url = url;
        this.address = ServerAddress.parse(url);
        this.end = end;
        try (var connection = Connection.open(ServerSettings.at(url))) {
            this.info = connection.info();
        }
        this.description = info.description() + " " + info.version() + " (" + kind + ")";
    }

    /** What it said of itself when this was made. */
    ServerInfo info() {
        return info;
    }

    /** Whether it is another {@link EmbeddedFaktory}: alone, say, for any language. */
    boolean isInMemory() {
        return info.description().equals(EmbeddedFaktory.INFO_DESCRIPTION);
    }

    @Override
    public String url() {
        return url;
    }

    @Override
    public String host() {
        return address.host();
    }

    @Override
    public int port() {
        return address.port();
    }

    @Override
    public Optional<String> password() {
        return address.password().map(Secret::reveal);
    }

    @Override
    public String description() {
        return description;
    }

    /**
     * Sets queued and scheduled jobs, reservations from now on, and pauses. A job's {@code enqueued_at} and earlier failure are not
     * kept.
     *
     * @throws UnsupportedOperationException if there is more than that in the state; nothing was changed
     */
    @Override
    public void load(ServerState state) {
        ProtocolLoader.check(state, description);
        ServerUnderTest.erase(url);
        new ProtocolLoader(url).load(state.resolved(now()));
    }

    /** @throws UnsupportedOperationException always: no command of the protocol tells a job without changing it */
    @Override
    public ServerState state() {
        throw new UnsupportedOperationException("what " + description
                + " holds cannot be read by the protocol; let the test run on the 'faktory' of the PATH or in memory, without "
                + Settings.URL + " and with " + Settings.IMAGE + "=none");
    }

    @Override
    public void close() {
        end.run();
    }
}
