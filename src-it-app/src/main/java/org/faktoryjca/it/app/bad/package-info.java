/**
 * A bean that no server may deploy.
 *
 * <p>Nothing that works may enter.
 */
package org.faktoryjca.it.app.bad;
