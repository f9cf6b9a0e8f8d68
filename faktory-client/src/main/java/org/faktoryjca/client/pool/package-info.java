/**
 * A connection factory for plain Java: the API of the adapter without an application server, over a small pool.
 *
 * <p>The pool itself is a library, which nothing outside this room may name. Transactions are the adapter's, and have no place
 * here.
 */
package org.faktoryjca.client.pool;
