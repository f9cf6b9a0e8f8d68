package org.faktoryjca.testing.server;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/** The greeting of a connection, and the check of the client's answer to it. */
final class Handshake {

    private static final int FEWEST_ITERATIONS = 4000;
    private static final int MORE_ITERATIONS = 4096;
    private static final int SALT_BYTES = 8;

    private final Optional<String> password;
    private final SecureRandom random = new SecureRandom();

    Handshake(Optional<String> password) {
        this.password = password;
    }

    /** How one client is greeted; with a password, no two are greeted alike. */
    record Greeting(int iterations, String salt) {

        String line() {
            return iterations == 0 ? "HI {\"v\":2}" : "HI {\"v\":2,\"i\":" + iterations + ",\"s\":\"" + salt + "\"}";
        }
    }

    Greeting greet() {
        if (password.isEmpty()) {
            return new Greeting(0, "");
        }
        var salt = new byte[SALT_BYTES];
        random.nextBytes(salt);
        return new Greeting(
                FEWEST_ITERATIONS + random.nextInt(MORE_ITERATIONS),
                HexFormat.of().formatHex(salt));
    }

    /** Reads HELLO. Empty if it is malformed: the real server then closes without a word. */
    static Optional<Hello> read(String line) {
        if (!line.startsWith("HELLO {")) {
            return Optional.empty();
        }
        try {
            var fields = new Fields(JsonInput.object(line.substring("HELLO ".length()), "ClientData"), "ClientData");
            // Their values mean nothing, but a wrong type does.
            fields.integer("v", 0);
            fields.text("username");
            fields.integer("rss_kb", 0);
            if (fields.get("startedat").isPresent()) {
                Timestamp.parse(fields.text("startedat"));
            }
            return Optional.of(new Hello(
                    fields.text("wid"),
                    fields.text("hostname"),
                    fields.integer("pid", 0),
                    fields.texts("labels"),
                    fields.text("pwdhash")));
        } catch (CommandException e) {
            return Optional.empty();
        }
    }

    /** What a client says of itself; an empty wid for one that is no worker. */
    record Hello(String wid, String hostname, long pid, List<String> labels, String passwordHash) {

        /** A hash must not reach a log. */
        @Override
        public String toString() {
            return "Hello[wid=" + wid + "]";
        }
    }

    boolean accepts(Hello hello, Greeting greeting) {
        return password.isEmpty()
                || MessageDigest.isEqual(
                        hash(password.get(), greeting).getBytes(StandardCharsets.UTF_8),
                        hello.passwordHash().getBytes(StandardCharsets.UTF_8));
    }

    private static String hash(String password, Greeting greeting) {
        try {
            var sha = MessageDigest.getInstance("SHA-256");
            var hash = (password + greeting.salt()).getBytes(StandardCharsets.UTF_8);
            for (var i = 0; i < greeting.iterations(); i++) {
                hash = sha.digest(hash);
            }
            return HexFormat.of().formatHex(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
