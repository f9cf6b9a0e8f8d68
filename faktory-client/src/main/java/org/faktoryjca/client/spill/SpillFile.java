package org.faktoryjca.client.spill;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.faktoryjca.client.json.EncodedJob;

/**
 * Jobs that no work server has taken: one JSON a line, in UTF-8, as PUSH and PUSHB take it. Several processes and several class
 * loaders of one may append to a file while another one takes it away to send it: the name is used under a {@link SpillLock}.
 * Readable for its owner only. Thread-safe.
 */
public final class SpillFile {
    /** Memory for lines: whoever has jobs to spill has little left. */
    private static final int BLOCK = 1 << 20;

    private final Path path;

    /** That is there, or will be made when there is something to append. */
    public SpillFile(Path path) {
        this.path = path.toAbsolutePath().normalize();
    }

    /**
     * Appends jobs, and returns when the disk has them all. An interrupt changes nothing here, and is kept for later.
     *
     * @throws IOException if it has none of them: what was written of them is taken back
     */
    public void append(List<EncodedJob> jobs) throws IOException {
        Files.createDirectories(path.getParent());
        // Shared by all class loaders: where one closes a file, some systems take every lock on it from the whole
        // process.
        synchronized (("faktory-jca:" + path).intern()) {
            try (var lock = new SpillLock(beside(".lock"))) {
                lock.takeName();
                OwnersOnly.create(path);
                // No channel: an interrupt would close it, now or in the middle of a line.
                try (var file = new RandomAccessFile(path.toFile(), "rw")) {
                    append(jobs, file);
                }
            }
        }
    }

    private static void append(List<EncodedJob> jobs, RandomAccessFile file) throws IOException {
        var end = file.length();
        var written = false;
        try {
            var lines = new ByteArrayOutputStream();
            if (end > 0 && lastByte(file) != '\n') {
                // Whoever wrote it was killed: its last line is no part of ours.
                lines.write('\n');
            }
            file.seek(end);
            for (var job : jobs) {
                lines.writeBytes(job.json());
                lines.write('\n');
                if (lines.size() > BLOCK) {
                    file.write(lines.toByteArray());
                    lines.reset();
                }
            }
            file.write(lines.toByteArray());
            file.getFD().sync();
            written = true;
        } finally {
            if (!written) {
                file.setLength(end);
            }
        }
    }

    private static int lastByte(RandomAccessFile file) throws IOException {
        file.seek(file.length() - 1);
        return file.read();
    }

    /** Whether there is something to send: it, or what {@link Sending} calls the rest of an earlier time. */
    public boolean isThere() {
        return Files.exists(path) || Files.exists(beside(".sending"));
    }

    /**
     * Tells a mistyped name from one that has nothing to send just now.
     *
     * @throws IOException if it is a directory or the like, or nobody has ever used this name
     */
    public void check() throws IOException {
        if (Files.exists(path) && !Files.isRegularFile(path)) {
            throw new IOException("it is no file");
        }
        if (!isThere() && !Files.exists(beside(".lock"))) {
            throw new IOException("there is no such file, and none has been there: neither it nor " + beside(".sending")
                    + " nor " + beside(".lock"));
        }
    }

    /**
     * Takes the file for sending.
     *
     * @throws IOException if another process has it
     */
    public Sending send() throws IOException {
        return new Sending();
    }

    private Path beside(String suffix) {
        return path.resolveSibling(path.getFileName() + suffix);
    }

    /** One process's turn at sending the file. Used by one thread. */
    public final class Sending implements AutoCloseable {
        private final Path current = beside(".sending");
        private final Path rejected = beside(".rejected");
        private final SpillLock lock;

        private Sending() throws IOException {
            lock = new SpillLock(beside(".lock"));
            if (!lock.trySending()) {
                lock.close();
                throw new IOException("another process is sending it");
            }
        }

        /** Where what is sent now stands: {@code FILE.sending}. */
        public Path current() {
            return current;
        }

        /** Whether an earlier time has left something. */
        public boolean hasRest() {
            return Files.exists(current);
        }

        /** Moves the file to {@link #current}; false if there is none. Whoever appends next begins another one. */
        public boolean take() throws IOException {
            var name = lock.takeName();
            try {
                if (Files.exists(path)) {
                    Files.move(path, current, StandardCopyOption.ATOMIC_MOVE);
                    return true;
                }
                return false;
            } finally {
                name.release();
            }
        }

        /** Puts a line aside that is not to be sent again, in {@code FILE.rejected}. */
        public void reject(byte[] line) throws IOException {
            OwnersOnly.create(rejected);
            try (var out = Files.newOutputStream(rejected, StandardOpenOption.APPEND)) {
                out.write(line);
                out.write('\n');
            }
        }

        /** All is sent. */
        public void done() throws IOException {
            Files.delete(current);
        }

        /**
         * Keeps what begins here, in bytes, for the next time. It takes its place in one step: at no time is there less on the disk
         * than is left to send.
         */
        public void keepFrom(long position) throws IOException {
            if (position == 0) {
                return;
            }
            var rest = beside(".rest");
            Files.deleteIfExists(rest);
            OwnersOnly.create(rest);
            try (var in = FileChannel.open(current, StandardOpenOption.READ);
                    var out = FileChannel.open(rest, StandardOpenOption.WRITE)) {
                for (long at = position; at < in.size(); ) {
                    at += in.transferTo(at, in.size() - at, out);
                }
                out.force(true);
            }
            Files.move(rest, current, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        }

        @Override
        public void close() throws IOException {
            lock.close();
        }
    }
}
