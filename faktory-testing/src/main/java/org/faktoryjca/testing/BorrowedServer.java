package org.faktoryjca.testing;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import org.faktoryjca.ServerInfo;
import org.faktoryjca.client.Connection;
import org.faktoryjca.client.settings.ServerAddress;
import org.faktoryjca.client.settings.ServerSettings;
import org.faktoryjca.testing.server.LoadableServer;

/** Someone's server, by its address. Tests erase it, and so it must be plain that nobody misses what it holds. */
final class BorrowedServer {
    /** Who has which server now, in this JVM. */
    private static final Map<ServerAddress, Semaphore> IN_USE = new ConcurrentHashMap<>();

    private BorrowedServer() {}

    /**
     * Takes it for one class.
     *
     * @throws IllegalStateException if it may hold something that is still needed, or another class has it
     */
    static LoadableServer at(String url, boolean mayErase) {
        var address = ServerAddress.parse(url);
        var use = IN_USE.computeIfAbsent(address, server -> new Semaphore(1));
        if (!use.tryAcquire()) {
            throw new IllegalStateException(
                    "two test classes want the server " + address + " of " + Settings.URL
                            + " at the same time: set it in the environment, where JUnit sees it too, or run them one after another");
        }
        var taken = false;
        try {
            if (!mayErase) {
                refuseUnlessUnused(url, address);
            }
            var server = new RemoteServer(url, "at " + address + ", by " + Settings.URL, () -> giveBack(url, use));
            taken = true;
            return server;
        } finally {
            if (!taken) {
                use.release();
            }
        }
    }

    private static void refuseUnlessUnused(String url, ServerAddress address) {
        try (var connection = Connection.open(ServerSettings.at(url))) {
            var info = connection.info();
            if (jobs(info) > 0 || info.processed() > 0) {
                throw new IllegalStateException(
                        ("the server %s of %s holds %d jobs and has run %d, and tests would erase it:"
                                        + " name a server of their own, or set %s=true if nobody needs what it holds")
                                .formatted(address, Settings.URL, jobs(info), info.processed(), Settings.ERASE));
            }
        }
    }

    private static long jobs(ServerInfo info) {
        return info.enqueued() + info.scheduled() + info.retries() + info.dead() + info.working();
    }

    /** As it was found, for the next class. */
    private static void giveBack(String url, Semaphore use) {
        try {
            ServerUnderTest.erase(url);
        } finally {
            use.release();
        }
    }
}
