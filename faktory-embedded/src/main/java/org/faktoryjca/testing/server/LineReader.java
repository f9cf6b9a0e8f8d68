package org.faktoryjca.testing.server;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Reads commands: lines that end with LF, or CR LF. */
final class LineReader {

    /** Thrown for a line that would fill the memory; the real server knows no limit. */
    static final class LineTooLongException extends IOException {
        private static final long serialVersionUID = 1L;

        LineTooLongException() {
            super("command line longer than " + LIMIT + " bytes");
        }
    }

    private static final int LIMIT = 64 << 20;
    private static final int BUFFER = 1 << 16;

    private final InputStream in;
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();

    LineReader(InputStream in) {
        this.in = new BufferedInputStream(in, BUFFER);
    }

    /** The next line without its end; empty when the connection has ended, also in the middle of a line. */
    Optional<String> next() throws IOException {
        line.reset();
        for (var b = in.read(); b != -1; b = in.read()) {
            if (b == '\n') {
                return Optional.of(withoutCarriageReturn(line.toString(StandardCharsets.UTF_8)));
            }
            if (line.size() == LIMIT) {
                throw new LineTooLongException();
            }
            line.write(b);
        }
        return Optional.empty();
    }

    private static String withoutCarriageReturn(String text) {
        return text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
    }
}
