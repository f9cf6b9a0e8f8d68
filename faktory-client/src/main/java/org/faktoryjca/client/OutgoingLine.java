package org.faktoryjca.client;

import java.io.ByteArrayOutputStream;

/** The line that is about to be sent: one buffer for all lines of a connection, written out without a copy. Not thread-safe. */
final class OutgoingLine extends ByteArrayOutputStream {
    private static final int FIRST = 1024;

    /** A buffer beyond it is not kept: one huge job should not cost its memory for ever. */
    private static final int KEPT = 1 << 20;

    OutgoingLine() {
        super(FIRST);
    }

    void begin() {
        if (buf.length > KEPT) {
            buf = new byte[FIRST];
        }
        reset();
    }

    /** The buffer itself, of which the first {@link #size()} bytes count. */
    byte[] bytes() {
        return buf;
    }
}
