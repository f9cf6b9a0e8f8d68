package org.faktoryjca.testing;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import org.faktoryjca.ServerInfo;
import org.faktoryjca.client.settings.ServerAddress;
import org.faktoryjca.testing.server.LoadableServer;

/** Someone's server, by its address. Tests erase it, and so it must be plain that nobody misses what it holds. */
final class BorrowedServer {
    /** Who has which server now, in this JVM. */
    private static final Map<ServerAddress, Semaphore> IN_USE = new ConcurrentHashMap<>();

    private BorrowedServer() {}

    /**
     * Takes it for one class.
     *
     * @throws IllegalStateException if it may hold something that is still needed, another class has it, or it is one in memory
     *     where nothing but the real one will do
     */
    static LoadableServer at(String url, Settings settings) {
        var address = ServerAddress.parse(url);
        var use = IN_USE.computeIfAbsent(address, server -> new Semaphore(1));
        if (!use.tryAcquire()) {
            throw new IllegalStateException(
                    "two test classes want the server " + address + " of " + Settings.URL
                            + " at the same time: set it in the environment, where JUnit sees it too, or run them one after another");
        }
        var taken = false;
        try {
            var server = new RemoteServer(url, "at " + address + ", by " + Settings.URL, () -> giveBack(url, use));
            if (settings.flag(Settings.REQUIRE_REAL) && server.isInMemory()) {
                throw new IllegalStateException(
                        Settings.REQUIRE_REAL + " is set, and there is no real Faktory: the server " + address + " of "
                                + Settings.URL + " is " + server.description());
            }
            if (!settings.flag(Settings.ERASE)) {
                refuseUnlessUnused(server.info(), address);
            }
            taken = true;
            return server;
        } finally {
            if (!taken) {
                use.release();
            }
        }
    }

    private static void refuseUnlessUnused(ServerInfo info, ServerAddress address) {
        if (jobs(info) > 0 || info.processed() > 0) {
            throw new IllegalStateException(
                    ("the server %s of %s holds %d jobs and has run %d, and tests would erase it:"
                                    + " name a server of their own, or set %s=true if nobody needs what it holds")
                            .formatted(address, Settings.URL, jobs(info), info.processed(), Settings.ERASE));
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
