package org.faktoryjca.example.launcher;

import java.io.IOException;
import java.net.BindException;
import java.net.ServerSocket;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedDeque;
import org.faktoryjca.FaktoryException;

/** Runs the example, for a person ({@code ./demo}) or to see that it works ({@code ./demo --once}). */
public final class Demo {
    private final Options options;

    /** What is to be stopped at the end or at Ctrl-C, the latest first: the application server may still have to report jobs. */
    private final Deque<Runnable> stops = new ConcurrentLinkedDeque<>();

    private volatile boolean stopping;

    private Demo(Options options) {
        this.options = options;
    }

    /** Arguments: the EAR, the application server's jar, a directory for logs, and what the user has given. */
    public static void main(String[] arguments) {
        System.exit(run(List.of(arguments)));
    }

    private static int run(List<String> arguments) {
        try {
            return new Demo(Options.of(arguments)).run();
        } catch (DemoException | FaktoryException e) {
            return complain(e.getMessage());
        } catch (IOException e) {
            return complain(e.toString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return complain("interrupted");
        }
    }

    private static int complain(String why) {
        System.err.println("demo: " + String.valueOf(why).replaceAll("\\s*\\R\\s*", " "));
        return 1;
    }

    private int run() throws DemoException, IOException, InterruptedException {
        var port = port();
        Runtime.getRuntime().addShutdownHook(new Thread(this::stop, "demo-stop"));
        var workServer = DemoWorkServer.start();
        stops.addFirst(workServer::stop);
        say("work server: " + workServer.description());
        say("starting " + ApplicationServer.nameOf(options.server()) + " with the example (log: "
                + ApplicationServer.log(options.logs()) + ")");
        var server = ApplicationServer.start(options, port, workServer.url());
        stops.addFirst(server::stop);
        var page = server.awaitReady();
        return options.once() ? new OneRound(page, workServer).run() : stay(page, server);
    }

    private void stop() {
        stopping = true;
        stops.forEach(Runnable::run);
    }

    private int port() throws DemoException, IOException {
        try (var socket = new ServerSocket(options.port().orElse(0))) {
            return socket.getLocalPort();
        } catch (BindException e) {
            throw new DemoException("port " + options.port().orElse(0) + " is taken (" + e.getMessage()
                    + "): choose another with --port, or leave --port out for a free one");
        }
    }

    private int stay(String page, ApplicationServer server) throws DemoException, InterruptedException {
        say("");
        say("  the page:  " + page);
        say("");
        say("Ctrl-C stops everything.");
        server.awaitEnd();
        if (stopping) {
            return 0;
        }
        throw new DemoException("the application server has ended by itself; its log says why");
    }

    static void say(String line) {
        System.out.println(line);
        System.out.flush();
    }
}
