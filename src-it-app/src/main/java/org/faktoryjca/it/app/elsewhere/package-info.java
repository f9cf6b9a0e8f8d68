/**
 * A bean that is served by another work server than the rest.
 *
 * <p>Nothing that reaches the usual one may enter.
 */
package org.faktoryjca.it.app.elsewhere;
