package org.faktoryjca.testing.server;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Finds ports that nobody listens on, for a process that cannot choose one itself. They lie below those that systems
 * give to connections: one of these would otherwise be taken by a client before the server has started.
 */
final class Ports {

    private static final int LOWEST = 10_000;
    private static final int BEYOND = 32_000;
    private static final int TRIES = 1_000;

    /** Given out before, perhaps to a server that is only starting. */
    private static final Set<Integer> GIVEN = ConcurrentHashMap.newKeySet();

    private Ports() {}

    static int free() {
        for (var i = 0; i < TRIES; i++) {
            var port = ThreadLocalRandom.current().nextInt(LOWEST, BEYOND);
            if (GIVEN.add(port) && isFree(port)) {
                return port;
            }
        }
        throw new IllegalStateException("no free port found between " + LOWEST + " and " + BEYOND);
    }

    /** Whether nobody listens there at the moment. */
    static boolean isFree(int port) {
        try (var socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return socket.isBound();
        } catch (IOException e) {
            return false;
        }
    }
}
