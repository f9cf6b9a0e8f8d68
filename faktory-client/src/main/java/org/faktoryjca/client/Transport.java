package org.faktoryjca.client;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import javax.net.ssl.SSLSocket;
import org.faktoryjca.client.wire.Reply;
import org.faktoryjca.client.wire.ReplyReader;

/** A connected socket, plain or TLS, that replies can be read from within a time. Not thread-safe. */
final class Transport implements AutoCloseable {
    /** So much goes into the system's buffers at once, whatever the peer does. */
    private static final int BUFFERED = 16 * 1024;

    private static final int PIECE = 64 * 1024;

    private final Socket socket;
    private final OutputStream out;
    private final ReplyReader replies;
    private final Standstill standstill;
    private final boolean plain;

    /** For reading; 0 where the socket's own time-out holds. */
    private long standstillNanos;

    private int timeoutMillis;

    Transport(Socket socket) throws IOException {
        this.socket = socket;
        this.standstill = new Standstill(socket);
        this.plain = !(socket instanceof SSLSocket);
        this.out = socket.getOutputStream();
        this.replies = new ReplyReader(new Incoming(socket.getInputStream()));
    }

    void write(byte[] bytes, int length) throws IOException {
        write(bytes, 0, length);
    }

    /** Writes a line of any length, with no standstill in it longer than this. */
    void write(byte[] bytes, int length, Duration longest) throws IOException {
        if (length <= BUFFERED) {
            write(bytes, length);
            return;
        }
        for (int done = 0; done < length; done += PIECE) {
            standstill.begin(longest);
            try {
                write(bytes, done, Math.min(PIECE, length - done));
            } finally {
                standstill.end();
            }
        }
    }

    private void write(byte[] bytes, int from, int length) throws IOException {
        out.write(bytes, from, length);
        out.flush();
    }

    /** Reads one reply, with no silence in it longer than this. */
    Reply read(Duration silence) throws IOException {
        if (plain) {
            setTimeout(0);
            standstillNanos = Math.max(1, silence.toNanos());
        } else {
            setTimeout(Math.toIntExact(Math.max(1, silence.toMillis())));
        }
        return replies.read();
    }

    /** Waits for a reply to begin, or for the end. */
    boolean hasReply(Duration patience) {
        return hasSpoken(Math.toIntExact(Math.max(1, patience.toMillis())));
    }

    /** Whether the peer has closed, or said something unasked, which it does only before it closes. Takes a millisecond. */
    boolean isStale() {
        return hasSpoken(1);
    }

    private boolean hasSpoken(int millis) {
        try {
            // Nothing ends here: this wait may be in vain. It takes the socket's own time-out, for which reading costs
            // more ever after.
            setTimeout(millis);
            standstillNanos = 0;
            return replies.hasUnasked();
        } catch (SocketTimeoutException e) {
            return false;
        } catch (IOException e) {
            return true;
        }
    }

    private void setTimeout(int millis) throws IOException {
        if (millis != timeoutMillis) {
            socket.setSoTimeout(millis);
            timeoutMillis = millis;
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
        StandstillWatch.wake();
    }

    /** What the socket brings, waited for only so long. */
    private final class Incoming extends InputStream {
        private final InputStream in;

        private Incoming(InputStream in) {
            this.in = in;
        }

        @Override
        public int read() throws IOException {
            var one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            if (standstillNanos == 0) {
                return in.read(into, offset, length);
            }
            standstill.begin(standstillNanos);
            try {
                return in.read(into, offset, length);
            } finally {
                standstill.end();
            }
        }
    }
}
