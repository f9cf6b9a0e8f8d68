/**
 * Work servers for tests: one in memory, and the real one as a process. Nothing of the client may enter: its own codec, so that errors cannot cancel out.
 */
package org.faktoryjca.testing.server;
