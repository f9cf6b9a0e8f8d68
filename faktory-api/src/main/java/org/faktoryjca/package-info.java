/**
 * What an application compiles against: jobs, the factory and connections that push them, the listeners that run them,
 * and the exceptions they throw.
 *
 * <p>Interfaces, values and exceptions only, on nothing but the JDK. No socket, no thread, no JSON and no Jakarta type may
 * enter.
 */
package org.faktoryjca;
