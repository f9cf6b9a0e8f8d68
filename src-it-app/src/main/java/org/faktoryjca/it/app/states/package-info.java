/**
 * Beans that share a queue: one for a job type, one for all others, and one that wants the first one's type as well.
 *
 * <p>All have the same worker, which takes settings that are equal, and a grace that no test outlasts. Each fails with its own name, which
 * Faktory's pages show: nothing that succeeds may enter.
 */
package org.faktoryjca.it.app.states;
