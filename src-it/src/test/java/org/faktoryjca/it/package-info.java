/**
 * Tests on real application servers with the real work server, and what holds for all modules together.
 *
 * <p>What the work server holds is read from itself, by a socket of the tests' own: nothing of the client may enter.
 */
package org.faktoryjca.it;
