package org.faktoryjca.client.tools;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.faktoryjca.FaktoryException;
import org.faktoryjca.RejectedException;
import org.faktoryjca.client.Connection;
import org.faktoryjca.client.json.EncodedJob;
import org.faktoryjca.client.settings.ServerSettings;

/**
 * Sends the jobs of a spill file and loses none. Used once.
 *
 * <p>The file is first moved to {@code FILE.sending}, so that an application server may go on appending to {@code FILE}. Jobs that
 * the server refuses, and lines that are no jobs, go to {@code FILE.rejected}. If the server is lost, {@code FILE.sending} is written
 * anew with what is not known to have been accepted, and the next run begins with it. Jobs that were on their way then may come
 * twice, and so may all of them if this process is killed.
 */
final class SpillSender {
    private static final int JOBS_IN_CHUNK = 1000;
    private static final long BYTES_IN_CHUNK = 4L << 20;

    private final ServerSettings settings;
    private final Consumer<String> told;
    private long accepted;
    private long rejected;

    /** To this server, telling line by line what becomes of the jobs. */
    SpillSender(ServerSettings settings, Consumer<String> told) {
        this.settings = settings;
        this.told = told;
    }

    /**
     * What became of a file.
     *
     * @param accepted jobs that the server has taken
     * @param rejected jobs that it refused, and lines that are none
     * @param stopped why not all were sent, if not all were
     */
    record Outcome(long accepted, long rejected, Optional<FaktoryException> stopped) {}

    /** A line, and the job that it is. */
    private record Line(byte[] bytes, EncodedJob job) {}

    /**
     * Sends what an earlier run has left, and then the file.
     *
     * @throws IOException if a file cannot be read, moved or written, or another process is at it
     */
    Outcome send(Path file) throws IOException {
        try (var channel = FileChannel.open(
                        beside(file, ".lock"),
                        StandardOpenOption.CREATE,
                        StandardOpenOption.WRITE,
                        StandardOpenOption.DELETE_ON_CLOSE);
                var lock = lock(channel)) {
            if (lock == null) {
                throw new IOException("another process is sending it");
            }
            return sendBoth(file);
        }
    }

    private Outcome sendBoth(Path file) throws IOException {
        var sending = beside(file, ".sending");
        var stopped = Optional.<FaktoryException>empty();
        if (Files.exists(sending)) {
            told.accept("an earlier run has left jobs in " + sending + ": they go first");
            stopped = sendWhole(sending, beside(file, ".rejected"));
        }
        if (stopped.isEmpty() && Files.exists(file)) {
            Files.move(file, sending, StandardCopyOption.ATOMIC_MOVE);
            stopped = sendWhole(sending, beside(file, ".rejected"));
        }
        told.accept("accepted %d, rejected %d%s"
                .formatted(accepted, rejected, stopped.isEmpty() ? ", none left" : ", the rest is in " + sending));
        return new Outcome(accepted, rejected, stopped);
    }

    private static Path beside(Path file, String suffix) {
        return file.resolveSibling(file.getFileName() + suffix);
    }

    /** Null if it is taken, by whom else ever. */
    private static FileLock lock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            return null;
        }
    }

    private Optional<FaktoryException> sendWhole(Path sending, Path refuse) throws IOException {
        long done = 0;
        try (var lines = new SpillLines(sending);
                var connection = Connection.open(settings)) {
            for (var chunk = next(lines, refuse); !chunk.isEmpty(); chunk = next(lines, refuse)) {
                push(connection, chunk, refuse);
                done = lines.position();
            }
        } catch (FaktoryException e) {
            keepFrom(done, sending);
            return Optional.of(e);
        }
        Files.delete(sending);
        return Optional.empty();
    }

    /** The next lines that are jobs; the others are put aside on the way. */
    private List<Line> next(SpillLines lines, Path refuse) throws IOException {
        var chunk = new ArrayList<Line>();
        long bytes = 0;
        while (chunk.size() < JOBS_IN_CHUNK && bytes < BYTES_IN_CHUNK) {
            var line = lines.next();
            if (line.isEmpty()) {
                break;
            }
            try {
                chunk.add(new Line(line.get(), EncodedJob.read(line.get())));
                bytes += line.get().length;
            } catch (IOException e) {
                reject(line.get(), "line " + lines.number(), e.getMessage(), refuse);
            }
        }
        return chunk;
    }

    private void push(Connection connection, List<Line> chunk, Path refuse) throws IOException {
        Map<String, String> refused;
        try {
            refused = connection.pushBulk(chunk.stream().map(Line::job).toList());
        } catch (RejectedException e) {
            if (chunk.size() > 1) {
                // One job that is no job to the server makes it refuse the whole array.
                for (var line : chunk) {
                    push(connection, List.of(line), refuse);
                }
                return;
            }
            refused = Map.of(chunk.get(0).job().jid(), e.reason());
        }
        for (var line : chunk) {
            var why = refused.get(line.job().jid());
            if (why == null) {
                accepted++;
            } else {
                reject(line.bytes(), line.job().toString(), why, refuse);
            }
        }
    }

    private void reject(byte[] line, String what, String why, Path refuse) throws IOException {
        rejected++;
        told.accept("rejected " + what + ": " + why);
        try (var file = Files.newOutputStream(refuse, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
            file.write(line);
            file.write('\n');
        }
    }

    /** The rest of the file takes its place in one step: at no time is there less on the disk than is left to send. */
    private static void keepFrom(long position, Path sending) throws IOException {
        if (position == 0) {
            return;
        }
        var rest = beside(sending, ".rest");
        try (var in = FileChannel.open(sending, StandardOpenOption.READ);
                var out = FileChannel.open(
                        rest,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.WRITE,
                        StandardOpenOption.TRUNCATE_EXISTING)) {
            for (long at = position; at < in.size(); ) {
                at += in.transferTo(at, in.size() - at, out);
            }
            out.force(true);
        }
        Files.move(rest, sending, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
