/**
 * JSON: jobs to bytes and back, and arguments to the types that a method asks for.
 *
 * <p>The only room that knows Jackson, which stays out of every public signature. No socket may enter.
 */
package org.faktoryjca.client.json;
