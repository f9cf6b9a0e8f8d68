/**
 * Fetches jobs, has them run, and reports what became of them: lanes in groups, a heartbeat, routing, reservations.
 *
 * <p>One {@link org.faktoryjca.worker.Worker} serves one work server. Threads, time and randomness are given to it. How a
 * job is run is its handler's business: no Jakarta type, no transaction and no bean may enter.
 */
package org.faktoryjca.worker;
