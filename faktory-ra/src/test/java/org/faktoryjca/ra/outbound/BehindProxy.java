package org.faktoryjca.ra.outbound;

import java.nio.file.Path;
import java.util.List;
import org.faktoryjca.FaktoryConnectionFactory;
import org.faktoryjca.Job;
import org.faktoryjca.testing.server.EmbeddedFaktory;
import org.faktoryjca.testing.server.Fault;
import org.faktoryjca.testing.server.FaultProxy;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** For tests of what becomes of committed jobs: a factory, and a proxy that keeps the work server from it when a test says so. */
abstract class BehindProxy {
    EmbeddedFaktory server;
    FaultProxy proxy;
    Pusher pusher;
    FaktoryManagedConnectionFactory factory;
    FaktoryConnectionFactory faktory;

    @TempDir
    Path directory;

    @BeforeEach
    void start() throws Exception {
        server = EmbeddedFaktory.start();
        proxy = FaultProxy.before(server);
        pusher = new Pusher("300ms");
        factory = pusher.factory(proxy.url());
        faktory = factory.createConnectionFactory();
    }

    @AfterEach
    void stop() throws Exception {
        pusher.stop();
        proxy.close();
        server.close();
    }

    /** The types of the jobs that the server has, in order. */
    List<String> arrived() {
        return Pusher.types(server.queued("default"));
    }

    /** Commits these jobs, and the server is away before they are sent. */
    void proxyAwayAfter(FaktoryConnectionFactory faktory, Job... jobs) throws Exception {
        pusher.commit(
                () -> {
                    proxy.set(Fault.cut().in(Fault.Direction.TO_SERVER).at("PUSHB"));
                },
                faktory,
                jobs);
    }

    /** The proxy, with the server behind it again. */
    FaultProxy proxyAgain() {
        proxy.clear();
        return proxy;
    }
}
