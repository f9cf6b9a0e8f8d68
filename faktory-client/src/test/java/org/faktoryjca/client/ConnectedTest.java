package org.faktoryjca.client;

import org.faktoryjca.client.settings.ServerSettings;
import org.faktoryjca.testing.server.WorkServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** A connection to each kind of server in turn, which holds nothing when a test begins. */
@ParameterizedClass(name = "{0}")
@EnumSource(ServerKind.class)
abstract class ConnectedTest {
    static WorkServer server;

    @Parameter
    ServerKind kind;

    Connection connection;

    @BeforeParameterizedClassInvocation
    static void start(ServerKind kind) {
        server = kind.start();
    }

    @AfterParameterizedClassInvocation
    static void stop() {
        server.close();
    }

    @BeforeEach
    void connect() {
        connection = Connection.open(ServerSettings.at(server.url()));
        connection.admin().resumeAll();
        connection.flush();
    }

    @AfterEach
    void disconnect() {
        connection.close();
    }
}
