/**
 * Files of jobs that wait for a person: how lines get into them and out of them, and who may do so when.
 *
 * <p>Whoever writes such a file and whoever sends it are different processes, and what they must agree upon is here. No server is
 * talked to, and nothing is logged or printed.
 */
package org.faktoryjca.client.spill;
