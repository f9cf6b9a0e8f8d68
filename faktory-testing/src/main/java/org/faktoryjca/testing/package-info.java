/**
 * The test kit for code that pushes or runs jobs, and the work server in memory as a program of its own.
 *
 * <p>What tests name goes here; the work servers themselves are in {@code org.faktoryjca.testing.server}, which knows nothing
 * of the client.
 */
package org.faktoryjca.testing;
