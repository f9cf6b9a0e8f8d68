package org.faktoryjca.worker;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.faktoryjca.client.settings.Setting;

/** A worker in a JVM of its own, which prints the jid of each job that it runs, and which a test may kill. */
final class ForkedWorker implements AutoCloseable {
    private final Process process;
    private final Thread reader;

    private ForkedWorker(Process process, Thread reader) {
        this.process = process;
        this.reader = reader;
    }

    static ForkedWorker start(String url, int concurrency, Consumer<String> executed) throws IOException {
        return start(url, concurrency, executed, ProcessBuilder.Redirect.DISCARD);
    }

    /** With its log somewhere, and options of the JVM. */
    static ForkedWorker start(
            String url, int concurrency, Consumer<String> executed, ProcessBuilder.Redirect log, String... options)
            throws IOException {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of(options));
        command.addAll(List.of(
                "-cp",
                System.getProperty("java.class.path"),
                ForkedWorker.class.getName(),
                url,
                Integer.toString(concurrency)));
        var process = new ProcessBuilder(command).redirectError(log).start();
        var lines = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.US_ASCII));
        var reader = new Thread(() -> lines.lines().forEach(executed), "forked-worker-reader");
        reader.start();
        return new ForkedWorker(process, reader);
    }

    /** As the system does it to a process that takes too much memory; what it has printed is still read. */
    void kill() {
        // Not by the process itself, which would close the pipe with what it has printed.
        process.toHandle().destroyForcibly();
        try {
            process.waitFor();
            reader.join();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** As the system does it to a process that is to end: SIGTERM. Waits until it has ended. */
    void terminate() throws InterruptedException {
        process.toHandle().destroy();
        process.waitFor();
        reader.join();
    }

    @Override
    public void close() {
        kill();
    }

    /** The worker itself. */
    public static void main(String[] args) throws InterruptedException {
        try (var worker = FaktoryWorker.at(args[0])
                .concurrency(Integer.parseInt(args[1]))
                .set(Setting.STARTUP_GRACE, "1s")
                .shutdownHook()
                .onAnyOther(job -> {
                    TimeUnit.MILLISECONDS.sleep(3);
                    print(job.jid());
                })
                .start()) {
            worker.awaitTermination();
        }
    }

    /** In one write, so that a line is there as a whole or not at all. */
    private static synchronized void print(String jid) {
        try {
            System.out.write((jid + "\n").getBytes(StandardCharsets.US_ASCII));
            System.out.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
