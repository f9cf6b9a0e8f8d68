package org.faktoryjca.ra.outbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InvalidObjectException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Hashtable;
import java.util.Map;
import javax.naming.CompositeName;
import javax.naming.Context;
import javax.naming.InitialContext;
import javax.naming.NamingException;
import javax.naming.Reference;
import javax.naming.spi.InitialContextFactory;
import javax.naming.spi.NamingManager;
import org.faktoryjca.FaktoryConnectionFactory;
import org.faktoryjca.Job;
import org.faktoryjca.testing.server.EmbeddedFaktory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A connection factory that is bound, looked up, written and read. */
class FactoryNamingTest {
    private final FaktoryManagedConnectionFactory managed = new FaktoryManagedConnectionFactory();
    private EmbeddedFaktory server;

    @BeforeEach
    void start() {
        server = EmbeddedFaktory.builder().password("s3cret").start();
        managed.setUrl("tcp://127.0.0.1:" + server.port());
        managed.setPassword("s3cret");
        managed.setDefaultQueue("named");
    }

    @AfterEach
    void stop() {
        server.close();
    }

    /** A naming context that keeps what JNDI gives it to keep: references of what has one. */
    public static final class Memory implements InitialContextFactory {
        private final Map<String, Reference> bound = new HashMap<>();

        /** For naming. */
        public Memory() {}

        @Override
        public Context getInitialContext(Hashtable<?, ?> environment) {
            return (Context) Proxy.newProxyInstance(
                    Memory.class.getClassLoader(),
                    new Class<?>[] {Context.class},
                    (proxy, method, arguments) -> switch (method.getName()) {
                        case "bind" ->
                            bound.put(
                                    (String) arguments[0], ((javax.naming.Referenceable) arguments[1]).getReference());
                        case "lookup" -> {
                            var name = (String) arguments[0];
                            yield NamingManager.getObjectInstance(
                                    bound.get(name), new CompositeName(name), (Context) proxy, environment);
                        }
                        default -> throw new UnsupportedOperationException(method.getName());
                    });
        }
    }

    @Test
    void oneThatIsBoundCanBeLookedUpAndUsed() throws Exception {
        var naming =
                new InitialContext(new Hashtable<>(Map.of(Context.INITIAL_CONTEXT_FACTORY, Memory.class.getName())));
        naming.bind("faktory", managed.createConnectionFactory());

        var found = (FaktoryConnectionFactory) naming.lookup("faktory");
        found.push(Job.of("greet"));

        assertThat(server.queued("named")).hasSize(1);
    }

    private static byte[] write(FaktoryConnectionFactory faktory) throws Exception {
        var bytes = new ByteArrayOutputStream();
        try (var out = new ObjectOutputStream(bytes)) {
            out.writeObject(faktory);
        }
        return bytes.toByteArray();
    }

    private static FaktoryConnectionFactory read(byte[] bytes) throws Exception {
        try (var in = new ObjectInputStream(new ByteArrayInputStream(bytes))) {
            return (FaktoryConnectionFactory) in.readObject();
        }
    }

    /** As another JVM would read it, which has no connection factory of this name. */
    private static byte[] elsewhere(byte[] bytes) {
        var text = new String(bytes, StandardCharsets.ISO_8859_1);
        return text.replaceAll("[0-9a-f]{8}(-[0-9a-f]{4}-)", "00000000$1").getBytes(StandardCharsets.ISO_8859_1);
    }

    @Test
    void oneThatIsWrittenIsFoundAgainWhereItLives() throws Exception {
        var faktory = managed.createConnectionFactory(new StandalonePool());
        var found = read(write(faktory));
        assertThat(found).isSameAs(faktory);
        found.push(Job.of("greet"));
        assertThat(server.queued("named")).hasSize(1);
    }

    @Test
    void oneThatIsWrittenCanBeReadAndUsedElsewhere() throws Exception {
        var faktory = managed.createConnectionFactory();
        var made = read(elsewhere(write(faktory)));
        assertThat(made).isNotSameAs(faktory);
        made.push(Job.of("greet"));
        assertThat(server.queued("named")).hasSize(1);
    }

    @Test
    void oneThatOnlyItsServerKnowsCannotBeReadElsewhere() throws Exception {
        var bytes = elsewhere(write(managed.createConnectionFactory(new StandalonePool())));
        assertThatThrownBy(() -> read(bytes)).isInstanceOf(InvalidObjectException.class);
    }

    @Test
    void itsReferenceHoldsThePasswordAndShowsItToNobody() throws Exception {
        managed.setUrl("tcp://:s3cret@127.0.0.1:1");
        managed.setPassword("s3cret-too");
        var reference = ((PooledConnectionFactory) managed.createConnectionFactory()).getReference();
        assertThat(reference.toString()).contains("url", "password").doesNotContain("s3cret");
        assertThat(reference.get("password").getContent()).isEqualTo("s3cret-too");
        assertThat(reference.get("url").toString()).doesNotContain("s3cret");
    }

    @Test
    void theServersReferenceGoesBeforeItsOwn() throws Exception {
        var given = new Reference("someone's");
        var faktory = (PooledConnectionFactory) managed.createConnectionFactory(new StandalonePool());
        assertThatThrownBy(faktory::getReference).isInstanceOf(NamingException.class);
        faktory.setReference(given);
        assertThat(faktory.getReference()).isSameAs(given);
    }

    @Test
    void whatIsNotOursIsLeftToOthers() {
        assertThat(new FactoryReference().getObjectInstance(new Reference("other.Type"), null, null, new Hashtable<>()))
                .isNull();
        assertThat(new FactoryReference().getObjectInstance("text", null, null, new Hashtable<>()))
                .isNull();
    }
}
