package org.faktoryjca.testing.server;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;

/** How one real server is started; the same at each restart, but for the port of its pages where that was taken. */
record ProcessCommand(Path binary, ProcessFiles files, int port, int webPort, Optional<String> password, boolean tls) {

    Process start() throws IOException {
        var builder = new ProcessBuilder(
                binary.toString(),
                "-b",
                "127.0.0.1:" + port,
                "-w",
                "127.0.0.1:" + webPort,
                "-e",
                password.isPresent() ? "production" : "development",
                "-d",
                files.storage().toString(),
                "-c",
                files.configuration().toString());
        builder.redirectErrorStream(true)
                .redirectOutput(Redirect.appendTo(files.logFile().toFile()));
        // One of this shell's own would put a password where none is wanted.
        builder.environment().remove("FAKTORY_PASSWORD");
        password.ifPresent(p -> builder.environment().put("FAKTORY_PASSWORD", p));
        return builder.start();
    }

    /**
     * Whether the process that was started last has said that its port is its own.
     *
     * @param from how long the log was before it was started
     */
    boolean isListening(long from) {
        return logHas(from, " listening at 127\\.0\\.0\\.1:" + port + "\\D");
    }

    /** Whether it has said that somebody else has its port. */
    boolean isPortTaken(long from) {
        return logHas(from, "127\\.0\\.0\\.1:" + port + ": bind: address already in use");
    }

    /** Whether it has said that somebody else has the port of its pages; it goes on without them. */
    boolean isPagesPortTaken(long from) {
        return logHas(from, "127\\.0\\.0\\.1:" + webPort + ": bind: address already in use");
    }

    /** The same, with another port for the pages if somebody has taken it. */
    ProcessCommand withFreePagesPort() {
        return Ports.isFree(webPort) ? this : new ProcessCommand(binary, files, port, Ports.free(), password, tls);
    }

    private boolean logHas(long from, String words) {
        return Pattern.compile(words).matcher(files.log(from)).find();
    }

    /** A record prints its components, and a password must not reach a log. */
    @Override
    public String toString() {
        return "ProcessCommand[" + binary + " on port " + port + "]";
    }
}
