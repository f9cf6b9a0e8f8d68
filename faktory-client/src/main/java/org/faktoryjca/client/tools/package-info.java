/**
 * Programs for operators, each a main class over the client.
 *
 * <p>They read arguments and the environment, print what they did, and end with a code. Nothing else may use them, and no other
 * room of the client prints.
 */
package org.faktoryjca.client.tools;
