package org.faktoryjca.worker;

import java.util.random.RandomGenerator;

/**
 * What a worker takes from outside, so that tests and application servers can give their own.
 *
 * @param threads where its threads come from
 * @param listener is told what happens
 * @param time the clocks it looks at
 * @param random thread-safe; draws queues by weight, and spreads reconnects
 */
record Surroundings(WorkerThreads threads, WorkerListener listener, WorkerTime time, RandomGenerator random) {}
