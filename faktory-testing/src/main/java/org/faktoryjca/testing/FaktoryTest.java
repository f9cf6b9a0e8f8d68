package org.faktoryjca.testing;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.ResourceLock;

/**
 * On a JUnit test class: its tests have a Faktory work server, which holds nothing when a test begins, or what {@link
 * FaktoryState} says.
 *
 * <pre>{@code
 * @FaktoryTest
 * class OrdersTest {
 *     @Test
 *     void anOrderIsMailed(LoadableServer server, FaktoryConnectionFactory faktory) { … }
 * }
 * }</pre>
 *
 * <p>Constructors and methods may have as parameters: {@code WorkServer} or {@code LoadableServer}, {@code EmbeddedFaktory} or
 * {@code FaktoryProcess} (where {@link #on()} asks for it), {@code FaktoryConnectionFactory} and {@code FaktoryConnection},
 * which are closed by themselves, and {@code java.net.URI}, the server's address.
 *
 * <p>The server is the first of these that there is: the one that {@code FAKTORY_URL} names; one in a container, where
 * Testcontainers is on the class path and reaches an engine ({@code FAKTORY_IMAGE} names another image, or {@code none}); the
 * executable {@code faktory} on the PATH; one in memory. A container is passed over for tests with a {@link FaktoryState} or a
 * {@code LoadableServer}: what it holds cannot be set exactly, and not be read. With {@code FAKTORY_REQUIRE_REAL=true} the last one is a
 * failure. These names are looked for among JUnit's configuration parameters, then in the environment. Which one it was,
 * and why, is a report entry of the class and a line of the logger {@code org.faktoryjca.testing}.
 *
 * <p>Each class has a server of its own, which its nested classes share, so that classes may run in parallel; tests of one
 * class wait for each other. A server that {@code FAKTORY_URL} names is someone's: it is erased before each test, and therefore
 * refused if it holds a job or has ever run one, unless {@code FAKTORY_TEST_ERASE=true}; classes that share it wait for each
 * other.
 *
 * <p>Needs JUnit Jupiter 5.13 or later.
 */
@Documented
@Inherited
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
@ExtendWith(FaktoryExtension.class)
@ResourceLock(providers = FaktoryLocks.class)
public @interface FaktoryTest {
    /** Which kind of server; {@link Server#ANY} unless set. */
    Server on() default Server.ANY;

    /** The executable to look for on the PATH; {@code faktory} unless set. */
    String binary() default "faktory";

    /**
     * The password that clients must know; none unless set. With one, a server that {@code FAKTORY_URL} names is passed over: it has
     * its own.
     */
    String password() default "";

    /** A kind of server. */
    enum Server {
        /** The first that there is, as {@link FaktoryTest} lists them. */
        ANY,
        /** The one in memory, for tests that move its clock; also where the real one is required. */
        EMBEDDED,
        /** The real one as a process, for tests that kill it; where there is none, the tests are skipped. */
        PROCESS
    }
}
