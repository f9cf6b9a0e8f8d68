/**
 * One bean that receives and pushes, for an application that is deployed again and again.
 *
 * <p>Nothing may enter that servers or libraries remember beyond an application's end.
 */
package org.faktoryjca.it.app.again;
