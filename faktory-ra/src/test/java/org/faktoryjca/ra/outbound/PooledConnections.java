package org.faktoryjca.ra.outbound;

import jakarta.resource.spi.security.PasswordCredential;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import javax.security.auth.Subject;
import org.faktoryjca.FaktoryConnectionFactory;
import org.faktoryjca.client.settings.Secret;
import org.faktoryjca.testing.server.EmbeddedFaktory;
import org.faktoryjca.testing.server.FaultProxy;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A pool of connections to a server in memory, with a proxy before it that has faults. */
abstract class PooledConnections {
    static final Duration PATIENCE = Duration.ofSeconds(5);

    final StandalonePool pool = new StandalonePool();
    EmbeddedFaktory server;
    FaultProxy proxy;
    FaktoryManagedConnectionFactory factory;
    FaktoryConnectionFactory faktory;

    @BeforeEach
    void start() {
        server = EmbeddedFaktory.start();
        proxy = FaultProxy.before(server);
        factory = factory(proxy.url());
        faktory = factory.createConnectionFactory(pool);
    }

    @AfterEach
    void stop() throws Exception {
        pool.close();
        proxy.close();
        server.close();
    }

    static FaktoryManagedConnectionFactory factory(String url) {
        var factory = new FaktoryManagedConnectionFactory();
        factory.setUrl(url);
        factory.setConnectTimeout("5s");
        factory.setReadTimeout("5s");
        return factory;
    }

    static Credentials password(String password) {
        return new Credentials(Optional.of(Secret.of(password)));
    }

    static Subject signedOn(FaktoryManagedConnectionFactory factory, String password) {
        var credential = new PasswordCredential("someone", password.toCharArray());
        credential.setManagedConnectionFactory(factory);
        return new Subject(false, Set.of(), Set.of(), Set.of(credential));
    }
}
