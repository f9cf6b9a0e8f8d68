/**
 * A bean for several applications with one adapter, which is deployed beside them.
 *
 * <p>Nothing that needs a connection factory may enter.
 */
package org.faktoryjca.it.app.shared;
