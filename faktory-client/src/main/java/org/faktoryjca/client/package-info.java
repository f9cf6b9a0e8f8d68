/**
 * One connection to one work server.
 */
package org.faktoryjca.client;
