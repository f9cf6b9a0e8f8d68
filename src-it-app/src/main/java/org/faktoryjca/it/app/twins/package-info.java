/**
 * Two beans that share a queue, each with a job type of its own.
 *
 * <p>Nothing that fails or takes long may enter: what becomes of their jobs is to depend on their going only.
 */
package org.faktoryjca.it.app.twins;
