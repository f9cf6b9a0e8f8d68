/**
 * What an application compiles against.
 */
package org.faktoryjca;
