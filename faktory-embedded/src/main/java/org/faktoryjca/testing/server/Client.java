package org.faktoryjca.testing.server;

/** What commands and workers need to know of a connection. */
interface Client {

    /** The worker's id; empty for a client that is no worker. */
    String wid();

    /** How many connections the server has. */
    int connections();

    /** Ends the connection. */
    void closeSocket();
}
