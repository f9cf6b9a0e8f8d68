package org.faktoryjca.testing.server;

import java.util.concurrent.CountDownLatch;

/** A program that starts a real server and ends without closing it: at once, or when it is killed. */
final class LeavingMain {

    private LeavingMain() {}

    /** Prints where the server's files lie, and the processes that must not outlive this one. */
    public static void main(String... arguments) throws InterruptedException {
        var server = FaktoryProcess.builder().start();
        System.out.println(server.storage());
        ProcessHandle.current().descendants().forEach(child -> System.out.println(child.pid()));
        System.out.println();
        if (arguments[0].equals("wait")) {
            new CountDownLatch(1).await();
        }
        System.exit(0);
    }
}
