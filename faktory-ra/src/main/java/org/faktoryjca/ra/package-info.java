/**
 * The resource adapter itself: what the application server starts and stops, and what connection factories and activations
 * share: settings, threads, transactions, workers.
 *
 * <p>Jakarta Connectors 2.1. No type of any one application server may enter.
 */
package org.faktoryjca.ra;
