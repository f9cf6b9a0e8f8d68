/**
 * One connection to one work server: address, TLS, handshake, commands, wire log.
 *
 * <p>Everything here runs in the caller's thread and belongs to one owner. No thread, no pool, no retry, and nothing of
 * Jakarta may enter.
 */
package org.faktoryjca.client;
