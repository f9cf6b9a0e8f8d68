package org.faktoryjca.testing.server;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Reads commands: lines that end with LF, or CR LF. Each connection has one, and a thousand must be cheap. */
final class LineReader {

    /** Thrown for a line that would fill the memory; the real server knows no limit. */
    static final class LineTooLongException extends IOException {
        private static final long serialVersionUID = 1L;

        LineTooLongException() {
            super("command line longer than " + LIMIT + " bytes");
        }
    }

    private static final int LIMIT = 64 << 20;
    private static final int BUFFER = 1 << 12;

    private final InputStream in;
    private final byte[] buffer = new byte[BUFFER];
    private int start;
    private int end;

    LineReader(InputStream in) {
        this.in = in;
    }

    /** The next line without its end; empty when the connection has ended, also in the middle of a line. */
    Optional<String> next() throws IOException {
        // Made anew: one long line must not be paid for until the connection ends.
        var line = new ByteArrayOutputStream();
        while (true) {
            var newline = newline();
            var length = newline - start;
            if (line.size() + length > LIMIT) {
                throw new LineTooLongException();
            }
            line.write(buffer, start, length);
            if (newline < end) {
                start = newline + 1;
                return Optional.of(withoutCarriageReturn(line.toString(StandardCharsets.UTF_8)));
            }
            start = 0;
            end = in.read(buffer);
            if (end <= 0) {
                end = 0;
                return Optional.empty();
            }
        }
    }

    /** Where the next one is, or the end of what was read. */
    private int newline() {
        var i = start;
        while (i < end && buffer[i] != '\n') {
            i++;
        }
        return i;
    }

    private static String withoutCarriageReturn(String text) {
        return text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
    }
}
