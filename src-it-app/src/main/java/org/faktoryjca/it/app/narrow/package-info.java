/**
 * A bean of which the container has fewer instances than its {@code concurrency} asks for.
 *
 * <p>Nothing else may enter: how many instances there are its test's descriptors say.
 */
package org.faktoryjca.it.app.narrow;
