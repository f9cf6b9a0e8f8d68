package org.faktoryjca.client;

import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.awaitility.core.ConditionFactory;
import org.faktoryjca.client.settings.ServerSettings;
import org.faktoryjca.testing.server.FaultProxy;
import org.faktoryjca.testing.server.WorkServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;

/** One server for all tests, a proxy before it for each, a connection past the proxy; and no thread or socket left at the end. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class BehindProxy {
    static final WorkerIdentity WORKER = new WorkerIdentity("worker-of-matrix", "here", 1, List.of());

    /** For what is to be waited out. */
    static final Duration SHORT = Duration.ofMillis(100);

    /** For what is to be found at once, however busy the machine is. */
    static final Duration LONG = Duration.ofSeconds(15);

    private final Leftovers leftovers = new Leftovers();
    final AtomicLong clock = new AtomicLong();
    private WorkServer server;
    Connection control;
    FaultProxy proxy;

    /** One for all cases. */
    abstract WorkServer startServer();

    @BeforeAll
    void start() {
        leftovers.count();
        server = startServer();
        control = Connection.open(ServerSettings.at(server.url()), WORKER);
    }

    @AfterAll
    void stop() {
        control.close();
        server.close();
        leftovers.awaitNone();
    }

    @BeforeEach
    void stepIn() {
        // A worker that is silent for a minute is closed, and the tests together take longer.
        control.beat(WORKER.wid());
        proxy = FaultProxy.before(server);
    }

    @AfterEach
    void stepOut() {
        proxy.close();
    }

    Connection open(Duration readTimeout) {
        return Connection.open(
                ServerSettings.at(proxy.url()).withConnectTimeout(LONG).withReadTimeout(readTimeout), clock::get);
    }

    /** The proxy sees the client's end of each connection close. */
    void awaitNoSocket() {
        proxy.clear();
        patiently().until(() -> proxy.open() == 0);
    }

    static ConditionFactory patiently() {
        return await().atMost(LONG).pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(5));
    }
}
