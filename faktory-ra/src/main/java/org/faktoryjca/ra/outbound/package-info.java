/**
 * Outbound: the connection factory that applications have injected, what the server's pool keeps for it, and the pushes that
 * wait for a transaction.
 *
 * <p>Nothing of message delivery may enter.
 */
package org.faktoryjca.ra.outbound;
