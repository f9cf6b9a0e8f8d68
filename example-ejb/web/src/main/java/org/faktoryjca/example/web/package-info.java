/**
 * The example's page: what it asks for, and where its buttons go.
 *
 * <p>HTTP and JSON only; what an order is, the beans say.
 */
package org.faktoryjca.example.web;
