package org.faktoryjca.testing.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A started server and the processes it started: its Redis would outlive it when it is killed. */
final class RunningFaktory {

    private static final Duration READY_WITHIN = Duration.ofSeconds(20);
    private static final Duration GONE_WITHIN = Duration.ofSeconds(10);
    private static final Duration BETWEEN_PROBES = Duration.ofMillis(20);

    private final Process process;
    private volatile List<ProcessHandle> children = List.of();
    private volatile boolean redisFrozen;

    private RunningFaktory(Process process) {
        this.process = process;
    }

    static RunningFaktory start(ProcessCommand command) {
        try (var turn = StartLock.take()) {
            var logged = command.files().logBytes();
            var running = new RunningFaktory(command.start());
            try {
                running.awaitGreeting(command, logged, turn.since());
            } catch (RuntimeException e) {
                running.kill();
                throw e;
            }
            return running;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot start " + command.binary() + ": " + e.getMessage(), e);
        }
    }

    void kill() {
        recordChildren();
        process.destroyForcibly();
        children.forEach(ProcessHandle::destroyForcibly);
        awaitEnd();
    }

    /**
     * Stops the server's clock, so to say: it does nothing until it is killed, and its Redis goes on. To kill the server would
     * not do, since from 1.10 on its Redis follows it.
     */
    void freeze() {
        recordChildren();
        signal("STOP", process.toHandle());
    }

    /** Stops the clock of its Redis. */
    void freezeRedis() {
        recordChildren();
        redisFrozen = true;
        children.forEach(child -> signal("STOP", child));
    }

    /** Has its Redis go on, if it was frozen. */
    void thawRedis() {
        if (redisFrozen) {
            redisFrozen = false;
            children.stream().filter(ProcessHandle::isAlive).forEach(child -> signal("CONT", child));
        }
    }

    private static void signal(String name, ProcessHandle to) {
        try {
            var kill = new ProcessBuilder("sh", "-c", "kill -" + name + " " + to.pid())
                    .redirectErrorStream(true)
                    .start();
            var said = new String(kill.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            // The process, and not its handle, which may say that it has ended before it is known how.
            if (kill.onExit().join().exitValue() != 0) {
                throw new IllegalStateException("cannot send SIG" + name + " to " + to.pid() + ": " + said);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot send SIG" + name + " to " + to.pid() + ": " + e.getMessage(), e);
        }
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** SIGTERM first: the server then lets its Redis save and end. */
    void stop() {
        recordChildren();
        thawRedis();
        process.destroy();
        if (!ended(process.toHandle())) {
            process.destroyForcibly();
        }
        children.stream().filter(child -> !ended(child)).forEach(ProcessHandle::destroyForcibly);
        awaitEnd();
    }

    /**
     * A greeting alone would not do: it may be that of another server, which has had the port all along. This one says in its log
     * when the port is its own, and while it lives nobody else can have it.
     */
    private void awaitGreeting(ProcessCommand command, long logged, long since) {
        var greeting = new GreetingProbe(command.port(), command.tls());
        while (!command.isListening(logged) || !greeting.isThere() || !process.isAlive()) {
            recordChildren();
            if (!process.isAlive() || System.nanoTime() - since > READY_WITHIN.toNanos()) {
                throw new IllegalStateException("%s %s; the end of its log:%n%s"
                        .formatted(
                                command,
                                process.isAlive()
                                        ? "did not greet within " + READY_WITHIN.toSeconds() + " s"
                                        : howEnded(command, logged),
                                command.files().logTail()));
            }
            waitFor(process.toHandle(), BETWEEN_PROBES);
        }
        recordChildren();
        if (command.isPagesPortTaken(logged)) {
            throw new IllegalStateException(
                    "%s has no pages, because another program has just taken port %d: start it again"
                            .formatted(command, command.webPort()));
        }
    }

    private String howEnded(ProcessCommand command, long logged) {
        var how = "ended with exit code " + process.exitValue();
        return command.isPortTaken(logged)
                ? how + ", because another program listens on port " + command.port()
                        + ": end it, or choose another port"
                : how;
    }

    /** Once the server is dead, nobody knows any more whose children they were. */
    private void recordChildren() {
        var now = process.descendants().toList();
        if (!now.isEmpty()) {
            children = now;
        }
    }

    private void awaitEnd() {
        ended(process.toHandle());
        children.forEach(RunningFaktory::ended);
    }

    private static boolean ended(ProcessHandle handle) {
        return waitFor(handle, GONE_WITHIN);
    }

    /** Whether the process has ended within this time. */
    private static boolean waitFor(ProcessHandle handle, Duration time) {
        try {
            handle.onExit().get(time.toNanos(), TimeUnit.NANOSECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return !handle.isAlive();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }
}
