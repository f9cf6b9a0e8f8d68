package org.faktoryjca.client.spill;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/**
 * {@code FILE.lock} beside a spill file. It stays there: a lock on a file that may be moved or deleted guards nothing. Its first byte
 * is held by whoever sends, for as long as that takes, and its second one by whoever uses the name {@code FILE}. Not thread-safe.
 */
final class SpillLock implements AutoCloseable {
    private static final Duration LONGEST = Duration.ofSeconds(30);
    private static final Duration PAUSE = Duration.ofMillis(5);
    private static final long SENDING = 0;
    private static final long NAME = 1;

    private final Path file;
    private final FileChannel channel;

    SpillLock(Path file) throws IOException {
        this.file = file;
        OwnersOnly.create(file);
        channel = FileChannel.open(file, StandardOpenOption.WRITE);
    }

    /** Whether it is ours to send now, until this is closed. */
    boolean trySending() throws IOException {
        return tryLock(SENDING).isPresent();
    }

    /**
     * The name is ours until what is answered is released, or this is closed. An interrupt changes nothing here, and is kept for later.
     *
     * @throws IOException if others have had it for too long
     */
    FileLock takeName() throws IOException {
        var deadline = System.nanoTime() + LONGEST.toNanos();
        var interrupted = false;
        try {
            var lock = tryLock(NAME);
            while (lock.isEmpty()) {
                if (System.nanoTime() > deadline) {
                    throw new IOException(file + " has been locked by others for " + LONGEST.toSeconds() + " s");
                }
                LockSupport.parkNanos(PAUSE.toNanos());
                interrupted |= Thread.interrupted();
                lock = tryLock(NAME);
            }
            return lock.get();
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Empty if it is taken, by another process or in this one. Asks, and does not wait: an interrupt would end that. */
    private Optional<FileLock> tryLock(long position) throws IOException {
        try {
            return Optional.ofNullable(channel.tryLock(position, 1, false));
        } catch (OverlappingFileLockException e) {
            return Optional.empty();
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
