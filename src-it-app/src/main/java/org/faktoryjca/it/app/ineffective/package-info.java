/**
 * A bean whose class-level annotation no server applies.
 *
 * <p>No other mistake may enter: servers stop at the first bean that is refused.
 */
package org.faktoryjca.it.app.ineffective;
