package org.faktoryjca.testing.server;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** What a command is answered with, and how RESP writes it. */
sealed interface Reply {

    Reply OK = new Simple("OK");
    Reply NIL = new Nil();

    void writeTo(OutputStream out) throws IOException;

    /** A line of success. */
    record Simple(String text) implements Reply {
        @Override
        public void writeTo(OutputStream out) throws IOException {
            write(out, "+" + text + "\r\n");
        }
    }

    /** A line of failure. */
    record Error(String text) implements Reply {
        @Override
        public void writeTo(OutputStream out) throws IOException {
            // A line feed, from the id that a client sent, would end the reply too early: so it does in the real
            // server.
            write(out, "-ERR " + text.replace('\n', ' ') + "\r\n");
        }
    }

    /** Text of any length. Its length and the text leave in two segments, as in the real server. */
    record Bulk(String text) implements Reply {
        @Override
        public void writeTo(OutputStream out) throws IOException {
            var bytes = text.getBytes(StandardCharsets.UTF_8);
            write(out, "$" + bytes.length + "\r\n");
            out.write(bytes);
            write(out, "\r\n");
        }
    }

    /** No text at all. */
    record Nil() implements Reply {
        @Override
        public void writeTo(OutputStream out) throws IOException {
            write(out, "$-1\r\n");
        }
    }

    private static void write(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.UTF_8));
        out.flush();
    }
}
