/**
 * Beans that run jobs in every way that a bean may, and tell what they saw in jobs of their own, which the test fetches.
 *
 * <p>They see the API and Jakarta EE, as any application does.
 */
package org.faktoryjca.it.app.work;
