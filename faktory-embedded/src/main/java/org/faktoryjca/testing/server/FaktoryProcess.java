package org.faktoryjca.testing.server;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The real Faktory as a process, with its own {@code redis-server}, ports and directories. Another process of this kind
 * on the same machine does not disturb it. A shutdown hook closes it if nobody else does.
 *
 * <p>Safe for use by several threads.
 */
public final class FaktoryProcess implements LoadableServer {

    private static final String HOST = "127.0.0.1";

    /** Versions up to 1.9 name a queue's list in Redis as the queue itself. */
    private static final Pattern OLD = Pattern.compile("Faktory (?:0\\.|1\\.\\d(?!\\d))");

    private final ProcessFiles files;
    private final int port;
    private final Optional<String> password;
    private final boolean tls;
    private final Thread hook;

    /** Guarded by this. */
    private ProcessCommand command;

    /** Guarded by this. */
    private RunningFaktory running;

    /** Guarded by this. */
    private boolean closed;

    private FaktoryProcess(FaktoryProcessBuilder builder, ProcessFiles files) {
        this.files = files;
        this.port = builder.port() == 0 ? Ports.free() : builder.port();
        this.password = builder.password();
        this.tls = builder.certificate().isPresent();
        this.command = new ProcessCommand(builder.binary(), files, port, Ports.free(), password, tls);
        this.running = RunningFaktory.start(command);
        this.hook = new Thread(this::stopAndDelete, "faktory-process-hook");
    }

    static FaktoryProcess start(FaktoryProcessBuilder builder, ProcessFiles files) {
        var server = new FaktoryProcess(builder, files);
        try {
            Runtime.getRuntime().addShutdownHook(server.hook);
        } catch (RuntimeException e) {
            // The JVM is shutting down, and nobody would stop the process later.
            server.stopAndDelete();
            throw e;
        }
        return server;
    }

    /**
     * Looks for an executable on the PATH.
     *
     * @param name its name, for example {@code faktory}
     * @return where it is, or empty
     */
    public static Optional<Path> find(String name) {
        return Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                .filter(directory -> !directory.isEmpty())
                .map(directory -> Path.of(directory, name))
                .filter(file -> Files.isRegularFile(file) && Files.isExecutable(file))
                .findFirst();
    }

    /**
     * Describes a process of the {@code faktory} on the PATH before it starts.
     *
     * @return a builder with the defaults: a free port, no password, no TLS
     * @throws IllegalStateException if there is none on the PATH
     */
    public static FaktoryProcessBuilder builder() {
        return builder(find("faktory")
                .orElseThrow(() -> new IllegalStateException(
                        "there is no executable 'faktory' on the PATH; install Faktory and redis-server, or name the"
                                + " binary: FaktoryProcess.builder(Path)")));
    }

    /**
     * Describes a process before it starts.
     *
     * @param binary the server's executable; its {@code redis-server} must be on the PATH
     * @return a builder with the defaults: a free port, no password, no TLS
     */
    public static FaktoryProcessBuilder builder(Path binary) {
        return new FaktoryProcessBuilder(binary);
    }

    @Override
    public String url() {
        return Urls.of(tls ? "tcp+tls" : "tcp", password, HOST, port);
    }

    @Override
    public String host() {
        return HOST;
    }

    @Override
    public int port() {
        return port;
    }

    @Override
    public Optional<String> password() {
        return password;
    }

    /** The version as the process itself reports it, for example {@code Faktory 1.10.0 (process)}. */
    @Override
    public String description() {
        return files.logLine("Faktory ").orElse("Faktory") + " (process)";
    }

    /**
     * The server's own pages, which show what its protocol does not tell: the jobs in each set, and why they failed. After a
     * restart they may be at another port, if another program has taken theirs.
     *
     * @return an address such as {@code http://127.0.0.1:41234/}
     */
    public synchronized String pages() {
        return "http://" + HOST + ":" + command.webPort() + "/";
    }

    /**
     * What the process has printed since its first start.
     *
     * @return the whole log
     */
    public String log() {
        return files.log();
    }

    /**
     * Where the server keeps its jobs; its own from start to {@link #close}, over all restarts. The Unix socket of its
     * Redis lies there, {@code redis.sock}.
     *
     * @return a directory
     */
    public Path storage() {
        return files.storage();
    }

    /**
     * Kills the server and its Redis at once, as a loss of power does. {@link #restart} brings them back, but not the
     * jobs of the last moments: Faktory's Redis saves to disk now and then, and at an orderly stop.
     */
    public synchronized void kill() {
        running.kill();
    }

    /**
     * Kills the server alone, as a fault of its own does; its Redis ends in order and loses nothing. {@link #restart} brings both
     * back with every job but those that the server had just taken from a queue and not yet noted as reserved.
     *
     * @throws IllegalStateException if it does not run
     */
    public synchronized void crash() {
        requireRunning("crash");
        running.freeze();
        try (var redis = RedisSocket.open(files.redis())) {
            redis.shutdown();
        } finally {
            running.kill();
        }
    }

    /**
     * Freezes the server's Redis (SIGSTOP), as a disk that hangs or a machine that swaps does, until {@link #thawRedis}. The server
     * goes on greeting and taking commands; after some 3 to 5 s it answers those that need Redis with an error of its own, and what was
     * pushed meanwhile may be stored all the same.
     *
     * @throws IllegalStateException if it does not run
     */
    public synchronized void freezeRedis() {
        requireRunning("freeze its Redis");
        running.freezeRedis();
    }

    /**
     * Has the server's Redis go on after {@link #freezeRedis}.
     *
     * @throws IllegalStateException if it does not run
     */
    public synchronized void thawRedis() {
        requireRunning("thaw its Redis");
        running.thawRedis();
    }

    /**
     * Stops the process, if it runs, and starts it again with the same port and the same storage.
     *
     * @throws IllegalStateException if another program has taken the port, or it does not greet within 20 s, or this was
     *     closed; after the former two it does not run, and can be restarted again
     */
    public synchronized void restart() {
        requireOpen("restart");
        running.stop();
        start();
    }

    private void start() {
        command = command.withFreePagesPort();
        running = RunningFaktory.start(command);
    }

    /**
     * Replaces everything that the server holds; the counts begin again at 0. No command of the protocol can set a job's
     * due time, so that the server is frozen, its Redis filled, and the server killed and started on it, with the same port:
     * open connections are lost. A job that is due already is moved when the server looks, within 15 s.
     *
     * @throws IllegalStateException if it was closed
     */
    @Override
    public synchronized void load(ServerState state) {
        if (closed || !running.isAlive()) {
            // Which is refused if it was closed.
            restart();
        }
        running.freeze();
        try (var redis = RedisSocket.open(files.redis())) {
            stored(redis).load(state.resolved(Instant.now()));
            redis.shutdown();
        } finally {
            running.kill();
            start();
        }
    }

    /**
     * What the server holds now, as its Redis has it: times to the microsecond.
     *
     * @throws IllegalStateException if it does not run
     */
    @Override
    public synchronized ServerState state() {
        requireRunning("tell its state");
        try (var redis = RedisSocket.open(files.redis())) {
            return stored(redis).read();
        }
    }

    private void requireOpen(String what) {
        if (closed) {
            throw new IllegalStateException("cannot " + what + ": this server was closed, and its files are gone");
        }
    }

    private void requireRunning(String what) {
        requireOpen(what);
        if (!running.isAlive()) {
            throw new IllegalStateException("cannot " + what
                    + ": this server was killed, or has ended by itself (see its log()); restart() it first");
        }
    }

    private RedisState stored(RedisSocket redis) {
        var version = OLD.matcher(files.logLine("Faktory ").orElse(""));
        return new RedisState(redis, version.lookingAt() ? "" : "q:");
    }

    /** Stops the process and its Redis, by force if they do not follow within 10 s, and deletes their files. */
    @Override
    public void close() {
        stopAndDelete();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // The JVM is shutting down: the hook runs or has run, and does nothing a second time.
        }
    }

    private synchronized void stopAndDelete() {
        if (!closed) {
            closed = true;
            running.stop();
            files.delete();
        }
    }
}
