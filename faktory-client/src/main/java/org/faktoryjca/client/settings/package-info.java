/**
 * The names of all settings, what they mean, and how their text becomes values: one table, {@link
 * org.faktoryjca.client.settings.Setting}, from which JavaBeans, builders and documentation are checked.
 *
 * <p>Text to immutable records, nothing else. No socket, no file is opened here, and nothing of Jakarta may enter.
 */
package org.faktoryjca.client.settings;
