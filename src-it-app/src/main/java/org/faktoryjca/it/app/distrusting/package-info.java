/**
 * A connection factory that cannot be used as it is defined.
 *
 * <p>Nothing that works may enter.
 */
package org.faktoryjca.it.app.distrusting;
