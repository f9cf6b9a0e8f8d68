package org.faktoryjca.ra.outbound;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import org.faktoryjca.FaktoryConnectionFactory;
import org.faktoryjca.Job;
import org.faktoryjca.testing.server.EmbeddedFaktory;
import org.faktoryjca.testing.server.Fault;
import org.faktoryjca.testing.server.FaultProxy;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A commit waits for its pushes as long as {@code sendTimeout}, all together. Once more for each of them would be too long. */
@Timeout(120)
class SendTimeoutTest {
    private static final Duration SEND_TIMEOUT = Duration.ofSeconds(3);

    private Pusher pusher;

    @BeforeEach
    void start() throws Exception {
        pusher = new Pusher("100ms");
    }

    @AfterEach
    void stop() throws Exception {
        pusher.stop();
    }

    private FaktoryManagedConnectionFactory factory(String url) throws Exception {
        var factory = pusher.factory(url);
        factory.setConnectTimeout("10s");
        factory.setReadTimeout("30s");
        factory.setSendTimeout(SEND_TIMEOUT.toMillis() + "ms");
        return factory;
    }

    @Test
    void allTargetsOfATransactionShareIt() throws Exception {
        try (var server = EmbeddedFaktory.start();
                var proxy = FaultProxy.before(server)) {
            var targets = new ArrayList<FaktoryConnectionFactory>();
            for (int i = 0; i < 20; i++) {
                var factory = factory(proxy.url());
                factory.setDefaultQueue("queue-" + i);
                targets.add(factory.createConnectionFactory());
            }
            for (var target : targets) {
                pusher.commit(target, Job.of("warm"));
            }
            pusher.transaction.begin();
            targets.forEach(target -> target.push(Job.of("held-up")));
            Pusher.beforeCompletion(() -> proxy.set(Fault.silence()));
            var begun = System.nanoTime();
            pusher.transaction.commit();
            assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(SEND_TIMEOUT.multipliedBy(10));
        }
    }
}
