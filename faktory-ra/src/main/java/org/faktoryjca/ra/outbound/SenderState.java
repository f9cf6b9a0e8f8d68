package org.faktoryjca.ra.outbound;

import java.time.Instant;
import java.util.Optional;

/**
 * How a sender stands, for whoever looks on.
 *
 * @param jobs that wait
 * @param bytes that they are
 * @param sent jobs that the server has taken
 * @param away whether the server was away when it was last tried
 * @param lastContact when it has last answered
 */
record SenderState(int jobs, long bytes, long sent, boolean away, Optional<Instant> lastContact) {}
