/**
 * Beans that push beside JPA, XA databases and other resources, in every thread and at every moment of a transaction, to a work
 * server that a test takes away.
 *
 * <p>It sees the API and Jakarta EE, as any application does.
 */
package org.faktoryjca.it.app.pushes;
