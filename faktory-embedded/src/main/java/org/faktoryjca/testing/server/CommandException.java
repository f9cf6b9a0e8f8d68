package org.faktoryjca.testing.server;

/** A command was refused; the message is what the client reads after {@code -ERR}. */
final class CommandException extends Exception {

    private static final long serialVersionUID = 1L;

    CommandException(String message) {
        super(message);
    }
}
