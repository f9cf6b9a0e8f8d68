/**
 * The test kit for code that pushes or runs jobs: a JUnit extension, states to begin with and to end with, and tests of beans
 * and pushers without any server.
 *
 * <p>What tests name goes here, on top of the client and worker that production uses, so that a test meets the same JSON, the same
 * checks and the same exceptions. The work servers themselves are in {@code org.faktoryjca.testing.server}, which knows
 * nothing of these; no Jakarta type may enter.
 */
package org.faktoryjca.testing;
