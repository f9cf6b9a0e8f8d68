package org.faktoryjca.example.launcher;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** The application server, in a process of its own that ends when this one does. */
final class ApplicationServer {
    private static final long STOP_SECONDS = 60;

    /** So that Ctrl-C in a terminal, which all its processes get, leaves the order of stopping to us. */
    private static final String IGNORE_INTERRUPT = "trap '' INT; exec \"$0\" \"$@\"";

    /** What Payara needs to deploy at all, and to undeploy without complaints. */
    private static final List<String> OPENED = List.of(
            "java.base/java.io=ALL-UNNAMED",
            "java.base/java.lang=ALL-UNNAMED",
            "java.base/java.util=ALL-UNNAMED",
            "java.base/sun.net.www.protocol.jar=ALL-UNNAMED",
            "java.naming/javax.naming.spi=ALL-UNNAMED");

    private final Process process;
    private final BufferedReader says;
    private final Path log;
    private final Path temporary;

    private ApplicationServer(Process process, Path log, Path temporary) {
        this.process = process;
        this.temporary = temporary;
        this.says = process.inputReader(StandardCharsets.UTF_8);
        this.log = log;
    }

    static String nameOf(Path jar) {
        return jar.getFileName().toString().startsWith("payara") ? "Payara Embedded" : "GlassFish Embedded";
    }

    static Path log(Path logs) {
        return logs.resolve("server.log");
    }

    static ApplicationServer start(Options options, int port, Optional<String> workServer) throws IOException {
        var log = log(options.logs());
        var temporary = options.logs().resolve("tmp");
        delete(temporary);
        Files.createDirectories(temporary);
        var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        var command = new ArrayList<>(List.of("sh", "-c", IGNORE_INTERRUPT, java, "-Djava.awt.headless=true"));
        // It unpacks itself and the application there, and leaves them behind.
        command.add("-Djava.io.tmpdir=" + temporary);
        OPENED.forEach(opened -> command.addAll(List.of("--add-opens", opened)));
        // Neither the API nor the client: on its class path they would be other classes than those in the RAR.
        command.addAll(List.of("-cp", options.server() + File.pathSeparator + ownJar(), ServerMain.class.getName()));
        command.addAll(List.of(options.ear().toString(), Integer.toString(port)));
        var builder = new ProcessBuilder(command).redirectError(log.toFile());
        workServer.ifPresent(url -> {
            builder.environment().put("FAKTORY_URL", url);
            builder.environment().remove("FAKTORY_PROVIDER");
        });
        builder.environment()
                .putIfAbsent(
                        "FAKTORY_EXAMPLE_DIR", options.logs().resolve("files").toString());
        return new ApplicationServer(builder.start(), log, temporary);
    }

    private static String ownJar() {
        return Path.of(URI.create(Demo.class
                        .getProtectionDomain()
                        .getCodeSource()
                        .getLocation()
                        .toString()))
                .toString();
    }

    /** Waits until the example is deployed; answers the page's address. */
    String awaitReady() throws DemoException, IOException {
        for (var line = says.readLine(); line != null; line = says.readLine()) {
            if (line.startsWith(ServerMain.READY)) {
                return line.substring(ServerMain.READY.length());
            }
            if (line.startsWith(ServerMain.FAILED)) {
                throw new DemoException(line.substring(ServerMain.FAILED.length()) + "; see " + log);
            }
        }
        throw new DemoException("the application server did not start; see " + log);
    }

    void awaitEnd() throws InterruptedException {
        process.waitFor();
    }

    /** The end of its input tells it to stop. */
    void stop() {
        try {
            process.getOutputStream().close();
            if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
            delete(temporary);
        } catch (IOException e) {
            process.destroyForcibly();
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    private static void delete(Path directory) throws IOException {
        if (!Files.exists(directory)) {
            return;
        }
        try (var files = Files.walk(directory)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
