package org.faktoryjca.testing;

import java.util.Optional;
import org.faktoryjca.testing.server.LoadableServer;
import org.testcontainers.DockerClientFactory;

/** A server in a container, where that is possible: the one room that may name Testcontainers, beside the container itself. */
final class ContainerServer {
    static final String IMAGE = "contribsys/faktory:1.10.0";

    private ContainerServer() {}

    /** Whether Testcontainers is on the class path and reaches an engine. */
    static boolean isPossible() {
        try {
            return DockerClientFactory.instance().isDockerAvailable();
        } catch (NoClassDefFoundError e) {
            // It is optional, and not there.
            return false;
        }
    }

    static LoadableServer start(String image, Optional<String> password) {
        var container = new FaktoryContainer(image);
        password.ifPresent(container::withPassword);
        container.start();
        try {
            return new RemoteServer(container.getUrl(), "container of " + image, container::stop);
        } catch (RuntimeException e) {
            container.stop();
            throw e;
        }
    }
}
