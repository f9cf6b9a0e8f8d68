package org.faktoryjca.ra.outbound;

/** When pushes inside a JTA transaction are sent: the values of the setting {@code transaction}. */
enum TransactionMode {
    /** After the commit, and not at all after a rollback. */
    AFTER_COMMIT("afterCommit"),
    /** At once, whatever becomes of the transaction. */
    NONE("none");

    private final String text;

    TransactionMode(String text) {
        this.text = text;
    }

    String text() {
        return text;
    }
}
