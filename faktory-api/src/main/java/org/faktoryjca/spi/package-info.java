/**
 * What an implementation plugs into the API: the binding of arguments, the current job of a thread, and the table of a
 * bean's {@code @OnJob} methods.
 *
 * <p>For the client, the worker and the resource adapter, not for applications: it may change where the API may not.
 * Nothing may enter that an application has to name.
 */
package org.faktoryjca.spi;
