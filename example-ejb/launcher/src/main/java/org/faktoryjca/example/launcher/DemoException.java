package org.faktoryjca.example.launcher;

/** What keeps the demo from running, in a line that says what to do. */
final class DemoException extends Exception {
    private static final long serialVersionUID = 1L;

    DemoException(String message) {
        super(message);
    }
}
