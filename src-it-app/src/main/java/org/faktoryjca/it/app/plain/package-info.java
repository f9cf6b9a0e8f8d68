/**
 * An application without any adapter, with a bean and a database's pool: what a server keeps of any application.
 *
 * <p>Nothing of Faktory may enter.
 */
package org.faktoryjca.it.app.plain;
