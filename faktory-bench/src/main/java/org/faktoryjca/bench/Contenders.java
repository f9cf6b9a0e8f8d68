package org.faktoryjca.bench;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.faktoryjca.bench.worker.RawWorker;
import org.faktoryjca.bench.worker.SeWorker;
import org.faktoryjca.testing.server.WorkServer;

/** Starts the workers that are measured, each in its own process, with its own queue, and leaves them running between rounds. */
final class Contenders implements AutoCloseable {
    /** Of each that is not told how many. */
    static final int LANES = 10;

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

    /** So many sockets, with a thread for each, or with fewer threads that go from socket to socket; in Java. */
    Contender raw(int sockets, int threads) throws IOException {
        return java("bench-raw-" + sockets + "-" + threads, threads, RawWorker.class, sockets, threads);
    }

    /** The worker of this project in plain Java, in a process of this name. */
    Contender se(String name, int concurrency) throws IOException {
        return java("bench-" + name, concurrency, SeWorker.class, concurrency);
    }

    Contender go() throws IOException {
        return start("bench-go", LANES, List.of(programs.resolve("gowork").toString(), "bench-go"));
    }

    Contender node() throws IOException {
        return start(
                "bench-node",
                LANES,
                List.of("node", programs.resolve("node/worker.js").toString(), "bench-node"));
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
        var bean = start(queue, LANES, command);
        bean.hear();
        return bean;
    }

    private Contender java(String queue, int lanes, Class<?> main, int... arguments) throws IOException {
        var command = new ArrayList<>(
                List.of(ownJava(), "-cp", System.getProperty("java.class.path"), main.getName(), queue));
        Arrays.stream(arguments).mapToObj(Integer::toString).forEach(command::add);
        return start(queue, lanes, command);
    }

    private static String ownJava() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    private Contender start(String queue, int lanes, List<String> command) throws IOException {
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
            var contender = new Contender(queue, lanes, process, control.accept());
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
