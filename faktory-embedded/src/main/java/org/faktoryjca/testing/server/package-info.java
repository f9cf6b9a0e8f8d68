/**
 * Work servers for tests: one in memory, and the real one as a process; what they hold as {@link
 * org.faktoryjca.testing.server.ServerState}; and a proxy that breaks the network before either.
 *
 * <p>This room may use nothing of the client, nor of any other module. It has its own codec, so that an error of the
 * client and an error of the server cannot cancel out.
 */
package org.faktoryjca.testing.server;
