package org.faktoryjca.worker;

import org.faktoryjca.Job;

/**
 * A job that a FETCH has brought.
 *
 * @param job the job
 * @param beforeNanos on the worker's clock, a moment before the FETCH was written
 */
record Fetched(Job job, long beforeNanos) {}
