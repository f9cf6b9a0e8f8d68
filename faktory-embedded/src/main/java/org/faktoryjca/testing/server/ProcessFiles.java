package org.faktoryjca.testing.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The directories of one process. They lie in /tmp with a short name, wherever the JVM keeps its own temporary files:
 * the path of the Unix socket of Redis, which lies in the storage, is limited to 107 characters.
 */
record ProcessFiles(Path root) {

    private static final Path SHORT_TMP = Path.of("/tmp");
    private static final int TAIL_LINES = 30;

    static ProcessFiles create() {
        try {
            var files = new ProcessFiles(Files.createTempDirectory(temporary(), "fk"));
            Files.createDirectory(files.storage());
            Files.createDirectory(files.configuration());
            return files;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The same for all JVMs of this machine, where it can be. */
    static Path temporary() {
        return Files.isDirectory(SHORT_TMP) ? SHORT_TMP : Path.of(System.getProperty("java.io.tmpdir"));
    }

    Path storage() {
        return root.resolve("d");
    }

    Path configuration() {
        return root.resolve("c");
    }

    /** Where the server's Redis listens. */
    Path redis() {
        return storage().resolve("redis.sock");
    }

    Path logFile() {
        return root.resolve("log");
    }

    void certificate(Path pem) {
        copy(pem, "public.cert.pem");
    }

    void key(Path pem) {
        copy(pem, "private.key.pem");
    }

    String log() {
        return log(0);
    }

    /** What was logged after the first so many bytes. */
    String log(long from) {
        try (var channel = FileChannel.open(logFile(), StandardOpenOption.READ)) {
            var in = Channels.newInputStream(channel.position(from));
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (NoSuchFileException e) {
            return "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** How long the log is. */
    long logBytes() {
        return logFile().toFile().length();
    }

    Optional<String> logLine(String start) {
        return log().lines().filter(line -> line.startsWith(start)).findFirst();
    }

    String logTail() {
        List<String> lines = log().lines().toList();
        return String.join("\n", lines.subList(Math.max(0, lines.size() - TAIL_LINES), lines.size()));
    }

    void delete() {
        if (!Files.exists(root)) {
            return;
        }
        try (var all = Files.walk(root)) {
            for (var path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void copy(Path pem, String name) {
        try {
            Files.copy(pem, configuration().resolve(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
