/**
 * Fetches.
 */
package org.faktoryjca.worker;
