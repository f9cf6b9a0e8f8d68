/**
 * Inbound: from a message-driven bean's activation to its delivery, each concern of it in a wrapper of its own.
 *
 * <p>Nothing of connection factories may enter.
 */
package org.faktoryjca.ra.inbound;
