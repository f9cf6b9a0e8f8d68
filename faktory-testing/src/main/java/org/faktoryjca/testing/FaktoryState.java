package org.faktoryjca.testing;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * On a {@link FaktoryTest} or one of its methods: what the work server holds before the test, and what after it. A method's
 * goes before its class's.
 *
 * <p>Files are resources in the JSON form of {@link org.faktoryjca.testing.server.ServerState}, beside the test's class or, with
 * a leading slash, from the root of the class path.
 */
@Documented
@Inherited
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD})
public @interface FaktoryState {
    /** The file that is loaded before each test; empty for a server that holds nothing. */
    String value() default "";

    /**
     * The file that the server must hold exactly after a test that has not failed otherwise ({@link
     * StateAssertions#assertHolds}); empty for whatever it holds.
     */
    String left() default "";
}
