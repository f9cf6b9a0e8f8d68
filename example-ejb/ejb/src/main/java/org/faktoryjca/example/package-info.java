/**
 * The example: EJBs that store a row and push a job in one transaction, and message-driven beans that run the jobs.
 *
 * <p>What an application would write, and nothing else: it sees the API only, and no application server's own classes.
 */
package org.faktoryjca.example;
