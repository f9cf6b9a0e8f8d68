package org.faktoryjca.client.wire;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.faktoryjca.client.json.Json;

/** What commands have in common: a verb and one argument on the way out, one of two forms on the way back. */
final class Lines {
    private Lines() {}

    static void write(ByteArrayOutputStream out, String verb, byte[] argument) {
        out.writeBytes(verb.getBytes(StandardCharsets.US_ASCII));
        out.write(' ');
        out.writeBytes(argument);
    }

    /** A JSON object of one field. Most values need no escapes, and then no JSON writer: this is said for every job. */
    static byte[] object(String field, String value) {
        return value.chars().allMatch(Lines::isPlain)
                ? ("{\"" + field + "\":\"" + value + "\"}").getBytes(StandardCharsets.US_ASCII)
                : Json.write(Map.of(field, value));
    }

    static boolean hasControls(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (Character.isISOControl(text.charAt(i))) {
                return true;
            }
        }
        return false;
    }

    private static boolean isPlain(int c) {
        return c >= ' ' && c <= '~' && c != '"' && c != '\\';
    }

    static boolean ok(Command<?> command, Reply reply) throws BrokenReplyException {
        if (reply instanceof Reply.Text text && text.text().equals("OK")) {
            return true;
        }
        throw unexpected(command, reply);
    }

    static byte[] bulk(Command<?> command, Reply reply) throws BrokenReplyException {
        if (reply instanceof Reply.Bulk bulk) {
            return bulk.bytes();
        }
        throw unexpected(command, reply);
    }

    private static BrokenReplyException unexpected(Command<?> command, Reply reply) {
        return new BrokenReplyException(command.what() + " was answered by a reply of another kind: "
                + reply.getClass().getSimpleName());
    }
}
