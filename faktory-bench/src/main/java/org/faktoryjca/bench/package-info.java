/**
 * Benchmarks: ratios to a raw socket, or to another client, in one run against the real work server.
 *
 * <p>Nothing that is published may depend on it.
 */
package org.faktoryjca.bench;
