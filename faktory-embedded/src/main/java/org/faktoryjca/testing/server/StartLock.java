package org.faktoryjca.testing.server;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Lets one real server start at a time on this machine. Faktory 1.9.4 writes the configuration of its Redis to
 * {@code /tmp/redis.conf}, which all servers share.
 */
final class StartLock implements AutoCloseable {

    private static final Path FILE =
            ProcessFiles.temporary().resolve("faktory-start-" + System.getProperty("user.name") + ".lock");

    /** A file's lock belongs to the whole JVM; this one orders its threads. */
    private static final ReentrantLock THREADS = new ReentrantLock();

    private final FileChannel channel;
    private final FileLock lock;
    private final long since = System.nanoTime();

    private StartLock(FileChannel channel, FileLock lock) {
        this.channel = channel;
        this.lock = lock;
    }

    static StartLock take() throws IOException {
        THREADS.lock();
        try {
            var channel = FileChannel.open(FILE, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            return new StartLock(channel, channel.lock());
        } catch (IOException | RuntimeException e) {
            THREADS.unlock();
            throw e;
        }
    }

    /** When it was this one's turn, in the terms of {@link System#nanoTime}. */
    long since() {
        return since;
    }

    @Override
    public void close() throws IOException {
        try {
            lock.release();
            channel.close();
        } finally {
            THREADS.unlock();
        }
    }
}
