package org.faktoryjca.testing.server;

import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.regex.Pattern;

/** The server in memory as a program: {@code [--bind HOST:PORT] [--password PASSWORD]}. It runs until it is killed. */
public final class Main {

    private static final String USAGE = "usage: [--bind HOST:PORT] [--password PASSWORD]";
    private static final int BAD_START = 2;

    private Main() {}

    /** What the command line asks for. */
    private record Options(String host, int port, Optional<String> password) {

        private static final Pattern BIND = Pattern.compile("(?<host>.+):(?<port>\\d{1,5})");
        private static final int HIGHEST_PORT = 65_535;

        static Options of(List<String> arguments) {
            var options = new Options("127.0.0.1", 7419, Optional.empty());
            for (var i = 0; i < arguments.size(); i += 2) {
                var name = arguments.get(i);
                if (!name.equals("--bind") && !name.equals("--password")) {
                    throw new IllegalArgumentException("unknown argument " + name + "; " + USAGE);
                }
                if (i + 1 == arguments.size() || arguments.get(i + 1).isEmpty()) {
                    throw new IllegalArgumentException(name + " needs a value; " + USAGE);
                }
                options = name.equals("--bind")
                        ? options.bind(arguments.get(i + 1))
                        : new Options(options.host, options.port, Optional.of(arguments.get(i + 1)));
            }
            return options;
        }

        private Options bind(String text) {
            var parts = BIND.matcher(text);
            if (!parts.matches() || Integer.parseInt(parts.group("port")) > HIGHEST_PORT) {
                throw new IllegalArgumentException("--bind needs HOST:PORT, not " + text + "; " + USAGE);
            }
            return new Options(parts.group("host"), Integer.parseInt(parts.group("port")), password);
        }

        EmbeddedFaktory start() {
            var builder = EmbeddedFaktory.builder().bind(host, port);
            password.ifPresent(builder::password);
            return builder.start();
        }
    }

    /**
     * Runs the server. Exit code 2 for arguments that make no sense, and for a port that is taken.
     *
     * @param arguments {@code --bind HOST:PORT}, default 127.0.0.1:7419; {@code --password PASSWORD}, default none
     * @throws InterruptedException if the thread is interrupted
     */
    public static void main(String... arguments) throws InterruptedException {
        EmbeddedFaktory server;
        try {
            server = Options.of(List.of(arguments)).start();
        } catch (IllegalArgumentException | UncheckedIOException e) {
            System.err.println(e.getMessage());
            System.exit(BAD_START);
            return;
        }
        Runtime.getRuntime().addShutdownHook(new Thread(server::close, "faktory-shutdown"));
        // Without the password: what is printed ends up in logs.
        System.out.println("faktory (in memory) listens on "
                + Urls.of("tcp", Optional.empty(), server.host(), server.port()) + "; Ctrl-C ends it");
        new CountDownLatch(1).await();
    }
}
