package org.faktoryjca.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A worker in a process of its own, told by the harness when to begin: see {@code worker.Gate} for the words. */
final class Contender implements AutoCloseable {
    private static final long STOP_SECONDS = 30;

    private final String queue;
    private final int lanes;
    private final Process process;
    private final Socket control;
    private final BufferedReader says;

    Contender(String queue, int lanes, Process process, Socket control) throws IOException {
        this.queue = queue;
        this.lanes = lanes;
        this.process = process;
        this.control = control;
        control.setTcpNoDelay(true);
        says = new BufferedReader(new InputStreamReader(control.getInputStream(), StandardCharsets.US_ASCII));
    }

    /** Where it takes its jobs from. */
    String queue() {
        return queue;
    }

    /** How many jobs it runs at the same time. */
    int lanes() {
        return lanes;
    }

    /** Says something to it, and answers what it says next. */
    String ask(String line) throws IOException {
        control.getOutputStream().write((line + "\n").getBytes(StandardCharsets.US_ASCII));
        return hear();
    }

    String hear() throws IOException {
        var line = says.readLine();
        if (line == null) {
            throw new IOException("the worker of " + queue + " has ended");
        }
        return line;
    }

    /** What its process has used of all processors, by the system's account. */
    Duration cpu() {
        return process.info().totalCpuDuration().orElseThrow();
    }

    /** How many connections its process has to this port. */
    long connections(int port) throws IOException {
        var sockets = new HashSet<String>();
        try (var files = Files.list(Path.of("/proc/" + process.pid() + "/fd"))) {
            for (var file : files.toList()) {
                if (Files.exists(file)) {
                    sockets.add(Files.readSymbolicLink(file).toString());
                }
            }
        }
        // Columns: number, local, remote, state (01: established), …, the tenth the socket's number.
        return Stream.of("/proc/net/tcp", "/proc/net/tcp6")
                .flatMap(table -> lines(Path.of(table)).stream())
                .map(line -> line.strip().split("\\s+"))
                .filter(columns -> columns[3].equals("01") && columns[2].endsWith(":%04X".formatted(port)))
                .filter(columns -> sockets.contains("socket:[" + columns[9] + "]"))
                .count();
    }

    private static List<String> lines(Path table) {
        try {
            return Files.readAllLines(table);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /** It ends when its control does. */
    @Override
    public void close() throws IOException {
        control.close();
        try {
            if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
