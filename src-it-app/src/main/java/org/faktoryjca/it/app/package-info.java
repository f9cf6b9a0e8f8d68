/**
 * An application whose beans push in every way that an application may, when a test asks for it.
 *
 * <p>It sees the API and Jakarta EE, as any application does.
 */
package org.faktoryjca.it.app;
