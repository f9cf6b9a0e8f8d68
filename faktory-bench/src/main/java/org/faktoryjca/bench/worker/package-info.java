/**
 * What runs in the processes that are measured: a worker each, and the gate that all their jobs pass.
 *
 * <p>Nothing of the harness: the bean of this room is deployed in an application server.
 */
package org.faktoryjca.bench.worker;
