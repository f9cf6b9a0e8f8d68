package org.faktoryjca.client;

import java.util.function.Function;

/** Whoever holds a connection: finds or makes it, and knows what to do when it breaks. */
public interface Conversation {
    /**
     * Says something over the connection.
     *
     * @return what the server answered
     * @throws org.faktoryjca.FaktoryException as {@link Connection} throws it
     */
    <R> R talk(Function<Connection, R> said);
}
