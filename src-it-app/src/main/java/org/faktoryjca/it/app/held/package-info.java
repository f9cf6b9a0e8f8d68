/**
 * Beans with queues of their own, one of which has a long call to hold its application's undeployment up with.
 *
 * <p>Nothing that fails may enter: what becomes of the jobs is to depend on their application's going only.
 */
package org.faktoryjca.it.app.held;
