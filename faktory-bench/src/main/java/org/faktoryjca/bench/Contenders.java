package org.faktoryjca.bench;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.faktoryjca.bench.worker.RawWorker;
import org.faktoryjca.bench.worker.SeWorker;
import org.faktoryjca.testing.server.WorkServer;

/** Starts the workers that are measured, each in its own process, with its own queue, and leaves them running between rounds. */
final class Contenders implements AutoCloseable {
    private static final int START_MILLIS = 180_000;
    private static final List<String> OPENED = List.of(
            "java.base/java.io=ALL-UNNAMED",
            "java.base/java.lang=ALL-UNNAMED",
            "java.base/java.util=ALL-UNNAMED",
            "java.base/sun.net.www.protocol.jar=ALL-UNNAMED",
            "java.naming/javax.naming.spi=ALL-UNNAMED");

    private final WorkServer server;
    private final Path programs;
    private final ServerSocket control = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    private final Map<String, Contender> running = new LinkedHashMap<>();

    Contenders(WorkServer server, Path programs) throws IOException {
        this.server = server;
        this.programs = programs;
        control.setSoTimeout(START_MILLIS);
    }

    /** A thread for each lane and a socket, in Java. */
    Contender raw(int lanes) throws IOException {
        return java("bench-raw-" + lanes, RawWorker.class, lanes);
    }

    /** The worker of this project in plain Java, in a process of this name. */
    Contender se(String name, int concurrency) throws IOException {
        return java("bench-" + name, SeWorker.class, concurrency);
    }

    Contender go() throws IOException {
        return start("bench-go", List.of(programs.resolve("gowork").toString(), "bench-go"));
    }

    Contender node() throws IOException {
        return start(
                "bench-node", List.of("node", programs.resolve("node/worker.js").toString(), "bench-node"));
    }

    /** A message-driven bean in Payara Embedded; up when its first job has run. */
    Contender bean() throws IOException {
        var queue = "bench-bean";
        if (running.containsKey(queue)) {
            return running.get(queue);
        }
        var temporary = Files.createDirectories(programs.resolve("payara").toAbsolutePath());
        var command = new ArrayList<>(List.of(ownJava(), "-Djava.awt.headless=true", "-Djava.io.tmpdir=" + temporary));
        OPENED.forEach(opened -> command.addAll(List.of("--add-opens", opened)));
        var classes = List.of(programs.resolve("servers/payara.jar"), programs.resolve("servers/launcher.jar"));
        command.addAll(List.of(
                "-cp",
                String.join(
                        File.pathSeparator, classes.stream().map(Path::toString).toList())));
        command.addAll(List.of(
                "org.faktoryjca.example.launcher.ServerMain",
                BeanArchive.write(programs.resolve("servers/faktory-ra.rar"), programs.resolve("bench.ear"))
                        .toString(),
                Integer.toString(freePort())));
        try (var pusher = new RawPusher(server.host(), server.port())) {
            pusher.push(queue, System.nanoTime());
        }
        var bean = start(queue, command);
        bean.hear();
        return bean;
    }

    private Contender java(String queue, Class<?> main, int lanes) throws IOException {
        var classPath = System.getProperty("java.class.path");
        return start(queue, List.of(ownJava(), "-cp", classPath, main.getName(), queue, Integer.toString(lanes)));
    }

    private static String ownJava() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    private Contender start(String queue, List<String> command) throws IOException {
        var known = running.get(queue);
        if (known != null) {
            return known;
        }
        var log = programs.resolve(queue + ".log");
        var builder =
                new ProcessBuilder(command).redirectError(log.toFile()).redirectOutput(ProcessBuilder.Redirect.DISCARD);
        builder.environment().put("FAKTORY_URL", server.url());
        builder.environment().remove("FAKTORY_PROVIDER");
        builder.environment().put("BENCH_CONTROL", "127.0.0.1:" + control.getLocalPort());
        var process = builder.start();
        try {
            var contender = new Contender(queue, process, control.accept());
            running.put(queue, contender);
            return contender;
        } catch (IOException e) {
            process.destroyForcibly();
            throw new IOException("the worker of " + queue + " did not start; see " + log, e);
        }
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    @Override
    public void close() throws IOException {
        for (var contender : running.values()) {
            contender.close();
        }
        control.close();
    }
}
