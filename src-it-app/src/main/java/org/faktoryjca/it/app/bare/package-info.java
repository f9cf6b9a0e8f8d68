/**
 * An adapter that does nothing but hold one thread of the server's, and a bean of it: what a server keeps of any adapter.
 *
 * <p>Nothing of Faktory may enter.
 */
package org.faktoryjca.it.app.bare;
