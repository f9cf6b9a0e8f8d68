package org.faktoryjca.client;

import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
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
    private int timeoutMillis;

    Transport(Socket socket) throws IOException {
        this.socket = socket;
        this.out = socket.getOutputStream();
        this.replies = new ReplyReader(socket.getInputStream());
    }

    void write(byte[] bytes, int length) throws IOException {
        out.write(bytes, 0, length);
        out.flush();
    }

    /** Writes a line of any length, with no standstill in it longer than this. */
    void write(byte[] bytes, int length, Duration standstill) throws IOException {
        if (length <= BUFFERED) {
            write(bytes, length);
            return;
        }
        var guard = WriteGuard.over(socket, standstill);
        try (guard) {
            for (int done = 0; done < length; done += PIECE) {
                out.write(bytes, done, Math.min(PIECE, length - done));
                guard.moved();
            }
            out.flush();
        } catch (IOException e) {
            if (guard.hasFired()) {
                throw new SocketTimeoutException("the peer takes no more");
            }
            throw e;
        }
    }

    /** Reads one reply, with no silence in it longer than this. */
    Reply read(Duration silence) throws IOException {
        setTimeout(Math.toIntExact(Math.max(1, silence.toMillis())));
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
            setTimeout(millis);
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
    }
}
