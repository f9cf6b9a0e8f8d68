/**
 * What {@code ./demo} runs. Two processes: {@code Demo}, which has the work server and talks to the person, and in a JVM of
 * its own {@code ServerMain}, the application server with the example.
 *
 * <p>The only room beside the tests on real servers that knows an application server's classes.
 */
package org.faktoryjca.example.launcher;
