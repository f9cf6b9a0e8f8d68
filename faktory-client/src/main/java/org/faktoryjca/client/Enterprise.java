package org.faktoryjca.client;

import org.faktoryjca.client.wire.AdminCommand;

/** Faktory Enterprise's commands, given as they are. Not verified against an Enterprise server. Not thread-safe, as its connection. */
public final class Enterprise {
    private final Connection connection;

    Enterprise(Connection connection) {
        this.connection = connection;
    }

    /**
     * Gives the BATCH command, such as {@code NEW {…}}.
     *
     * @param rest what follows BATCH, in one line
     * @return the reply
     * @throws org.faktoryjca.UnsupportedByServerException if the server is not an Enterprise one
     */
    public String batch(String rest) {
        return connection.administer(new AdminCommand.Enterprise("BATCH", rest));
    }

    /** Gives the TRACK command, such as {@code GET jid}; otherwise as {@link #batch}. */
    public String track(String rest) {
        return connection.administer(new AdminCommand.Enterprise("TRACK", rest));
    }
}
