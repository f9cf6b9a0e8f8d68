package org.faktoryjca.testing.server;

/** What a server can have for a password. */
final class Passwords {

    private Passwords() {}

    /** The real server ends at once, without a word, where its password is asked for and is empty. */
    static String checked(String password) {
        if (password.isEmpty()) {
            throw new IllegalArgumentException(
                    "a server's password must not be empty; for a server without one, set none");
        }
        return password;
    }
}
