package org.faktoryjca.client.wire;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/**
 * The framing: where a reply begins and ends. Memory follows what has arrived and never what a length promises. Not
 * thread-safe.
 *
 * <p>Source: protocol specification, "Link level"; RESP 2.
 */
public final class ReplyReader {
    /** No line of the protocol is longer: the longest are errors that repeat a job's field. */
    public static final int LONGEST_LINE = 1 << 20;
    /** No job comes near it. */
    public static final int LONGEST_BULK = 256 << 20;

    private static final int LONGEST_NUMBER = 10;
    private static final int SHOWN = 60;
    private static final int BUFFER = 8192;

    private final InputStream in;
    private final byte[] buffer = new byte[BUFFER];
    private int position;
    private int end;

    /** Reads from here, with a buffer of its own. */
    public ReplyReader(InputStream in) {
        this.in = in;
    }

    /**
     * Reads one reply.
     *
     * @throws BrokenReplyException if it is not of the protocol
     * @throws EOFException if the stream ends before or in it
     * @throws IOException as the stream throws it
     */
    public Reply read() throws IOException {
        var kind = next();
        return switch (kind) {
            case '+' -> new Reply.Text(line(false));
            case '-' -> new Reply.Refusal(reason(line(true)));
            case '$' -> bulk(length());
            default -> throw new BrokenReplyException("a reply begins with '" + begun() + "'");
        };
    }

    /** Whether the peer has sent something unasked, or closed: so many bytes are read, once, as the stream's time-out lets. */
    public boolean hasUnasked() throws IOException {
        return position < end || fill() != 0;
    }

    private static String reason(String line) {
        return line.startsWith("ERR ") ? line.substring(4) : line;
    }

    /** Up to nine digits that stand in the buffer make no text; anything else does, to be told as it is. */
    private int length() throws IOException {
        var last = endOfLine();
        if (last <= position || last - position > 9) {
            return length(line(false));
        }
        var length = 0;
        for (int i = position; i < last; i++) {
            if (buffer[i] < '0' || buffer[i] > '9') {
                return length(line(false));
            }
            length = 10 * length + buffer[i] - '0';
        }
        if (length > LONGEST_BULK) {
            return length(line(false));
        }
        position = last + 2;
        return length;
    }

    private static int length(String digits) throws BrokenReplyException {
        try {
            // Its exception would repeat the whole line, of any length.
            var length = digits.length() <= LONGEST_NUMBER ? Integer.parseInt(digits) : Integer.MAX_VALUE;
            if (length >= -1 && length <= LONGEST_BULK) {
                return length;
            }
        } catch (NumberFormatException e) {
            // Said below, as for a number out of range.
        }
        throw new BrokenReplyException("a bulk reply gives its length as '" + cut(digits) + "'");
    }

    private Reply bulk(int length) throws IOException {
        if (length < 0) {
            return new Reply.Nothing();
        }
        var bytes = length <= BUFFER ? exactly(length) : growing(length);
        if (next() != '\r' || next() != '\n') {
            throw new BrokenReplyException("a bulk reply of " + length + " bytes does not end there");
        }
        return new Reply.Bulk(bytes);
    }

    private byte[] exactly(int length) throws IOException {
        var bytes = new byte[length];
        for (int done = 0; done < length; ) {
            done += take(bytes, done, length - done);
        }
        return bytes;
    }

    private byte[] growing(int length) throws IOException {
        var bytes = new ByteArrayOutputStream(BUFFER);
        var part = new byte[BUFFER];
        while (bytes.size() < length) {
            bytes.write(part, 0, take(part, 0, Math.min(part.length, length - bytes.size())));
        }
        return bytes.toByteArray();
    }

    private String line(boolean isError) throws IOException {
        var last = endOfLine();
        if (last < 0) {
            return scatteredLine(isError);
        }
        var ok = last - position == 2 && buffer[position] == 'O' && buffer[position + 1] == 'K';
        var line = ok ? "OK" : new String(buffer, position, last - position, StandardCharsets.UTF_8);
        position = last + 2;
        return line;
    }

    /** Where in the buffer the line ends; negative if it has not all arrived, or is broken. */
    private int endOfLine() {
        for (int i = position; i < end - 1; i++) {
            if (buffer[i] == '\r' || buffer[i] == '\n') {
                return buffer[i] == '\r' && buffer[i + 1] == '\n' ? i : -1;
            }
        }
        return -1;
    }

    /** An error repeats jids as they are: a CR or LF in it that does not end it becomes a blank. */
    private String scatteredLine(boolean isError) throws IOException {
        var line = new ByteArrayOutputStream(64);
        var b = next();
        while (true) {
            if (b == '\n' && !isError || line.size() == LONGEST_LINE) {
                throw new BrokenReplyException("a line is not ended by CR LF, or not within " + LONGEST_LINE
                        + " bytes: '" + cut(line.toString(StandardCharsets.UTF_8)) + "'");
            }
            var after = b == '\r' ? next() : -1;
            if (after == '\n') {
                return line.toString(StandardCharsets.UTF_8);
            }
            if (b == '\r' && !isError) {
                throw new BrokenReplyException("a line has a CR without LF");
            }
            line.write(b == '\r' || b == '\n' ? ' ' : b);
            b = b == '\r' ? after : next();
        }
    }

    private int next() throws IOException {
        if (position == end && fill() < 0) {
            throw new EOFException("the peer closed the connection");
        }
        return buffer[position++] & 0xff;
    }

    private int take(byte[] into, int offset, int atMost) throws IOException {
        if (position == end && fill() < 0) {
            throw new EOFException("the peer closed the connection in the middle of a reply");
        }
        var count = Math.min(atMost, end - position);
        System.arraycopy(buffer, position, into, offset, count);
        position += count;
        return count;
    }

    private int fill() throws IOException {
        var count = in.read(buffer, 0, buffer.length);
        position = 0;
        end = Math.max(0, count);
        return count;
    }

    /** The byte just read and what else has arrived: an HTTP server says who it is. */
    private String begun() {
        var text = new String(buffer, position - 1, Math.min(SHOWN, end - position + 1), StandardCharsets.ISO_8859_1);
        return cut(text);
    }

    /** As a message may repeat it: in one line, and of printable characters. */
    private static String cut(String text) {
        var shown = text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "...";
        return shown.replaceAll("\\s+", " ").replaceAll("[^ -~]", "?").strip();
    }
}
