package org.faktoryjca.client.spill;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** The lines of a file as bytes, and where the next one begins. Empty ones are passed over. Not thread-safe. */
public final class SpillLines implements AutoCloseable {
    private final InputStream in;
    private long position;
    private long number;

    /** Of this file, from its beginning. */
    public SpillLines(Path file) throws IOException {
        in = new BufferedInputStream(Files.newInputStream(file));
    }

    /** The next line without its end; empty at the end of the file. One without an end counts: its writer was interrupted. */
    public Optional<byte[]> next() throws IOException {
        var line = new ByteArrayOutputStream(256);
        while (true) {
            var b = in.read();
            position += b < 0 ? 0 : 1;
            if (b >= 0 && b != '\n') {
                if (b != '\r') {
                    line.write(b);
                }
            } else if (line.size() > 0) {
                number++;
                return Optional.of(line.toByteArray());
            } else if (b < 0) {
                return Optional.empty();
            } else {
                number++;
            }
        }
    }

    /** Where the line after the last one returned begins, in bytes. */
    public long position() {
        return position;
    }

    /** Which line was the last one returned, from 1. */
    public long number() {
        return number;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
