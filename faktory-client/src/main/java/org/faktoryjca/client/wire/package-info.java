/**
 * The protocol's two directions: commands that write themselves, and replies read by one class that knows the framing.
 *
 * <p>Bytes in, bytes out. No socket, no time-out, no retry may enter: those are the connection's.
 */
package org.faktoryjca.client.wire;
