package org.faktoryjca.ra.outbound;

import jakarta.resource.spi.ManagedConnectionMetaData;
import org.faktoryjca.client.settings.ServerSettings;

/**
 * What a connection says of the system behind it, without asking it.
 *
 * @param server the work server
 */
record ConnectionMetaData(ServerSettings server) implements ManagedConnectionMetaData {
    @Override
    public String getEISProductName() {
        return "Faktory at " + server.address().display();
    }

    /** The version of the protocol: the server tells its own only in INFO, which is not asked without need. */
    @Override
    public String getEISProductVersion() {
        return "protocol 2";
    }

    /** No limit that the adapter knows. */
    @Override
    public int getMaxConnections() {
        return 0;
    }

    /** Faktory has no users, only a password. */
    @Override
    public String getUserName() {
        return "";
    }
}
