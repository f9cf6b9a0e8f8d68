package org.faktoryjca.testing.server;

import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;

/**
 * The server in memory as a program:
 * {@code [--bind HOST:PORT] [--password PASSWORD] [--tls DIRECTORY] [--state FILE]}. It runs until it is killed.
 */
public final class Main {

    private static final int BAD_START = 2;

    private Main() {}

    /**
     * Runs the server. Exit code 2 for arguments that make no sense, for files that cannot be used, and for a port that
     * is taken.
     *
     * @param arguments {@code --bind HOST:PORT}, default 127.0.0.1:7419, without a host all addresses; {@code --password PASSWORD}, default none;
     *     {@code --tls DIRECTORY} with {@code public.cert.pem} and {@code private.key.pem}, default plain TCP;
     *     {@code --state FILE}, what the server holds at the start (see {@link ServerState}), default nothing;
     *     {@code --help} prints these
     * @throws InterruptedException if the thread is interrupted
     */
    public static void main(String... arguments) throws InterruptedException {
        if (List.of(arguments).contains("--help") || List.of(arguments).contains("-h")) {
            System.out.println(MainOptions.HELP);
            return;
        }
        EmbeddedFaktory server;
        try {
            server = MainOptions.of(List.of(arguments)).start();
        } catch (IllegalArgumentException | UncheckedIOException e) {
            System.err.println(e.getMessage());
            System.exit(BAD_START);
            return;
        }
        Runtime.getRuntime().addShutdownHook(new Thread(server::close, "faktory-shutdown"));
        // Without the password: what is printed ends up in logs.
        System.out.println("faktory (in memory) listens on "
                + Urls.of(server.url().split(":")[0], Optional.empty(), server.host(), server.port())
                + (Urls.isEverywhere(server.host()) ? "; on this machine's other addresses too" : "")
                + "; Ctrl-C ends it");
        new Orders(System.in, server).obey();
        new CountDownLatch(1).await();
    }
}
