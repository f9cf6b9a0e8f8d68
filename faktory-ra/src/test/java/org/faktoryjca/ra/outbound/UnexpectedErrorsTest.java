package org.faktoryjca.ra.outbound;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.List;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.faktoryjca.FaktoryConnectionFactory;
import org.faktoryjca.Job;
import org.faktoryjca.testing.server.EmbeddedFaktory;
import org.faktoryjca.testing.server.Fault;
import org.faktoryjca.testing.server.FaultProxy;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Sending with something under it that throws what nobody expects, such as a handler of the log's: no job is lost for that. */
@Timeout(120)
class UnexpectedErrorsTest {
    private final Logger logger = Logger.getLogger("org.faktoryjca.ra");
    private EmbeddedFaktory server;
    private FaultProxy proxy;
    private Pusher pusher;

    @BeforeEach
    void start() throws Exception {
        server = EmbeddedFaktory.start();
        proxy = FaultProxy.before(server);
        pusher = new Pusher("300ms");
    }

    @AfterEach
    void stop() throws Exception {
        for (var handler : logger.getHandlers()) {
            logger.removeHandler(handler);
        }
        pusher.stop();
        proxy.close();
        server.close();
    }

    private FaktoryConnectionFactory queue(String queue, String url) throws Exception {
        var factory = pusher.factory(url);
        factory.setDefaultQueue(queue);
        return factory.createConnectionFactory();
    }

    /** It throws at each line that holds this text. */
    private void throwAt(String text) {
        logger.addHandler(new Handler() {
            @Override
            public void publish(LogRecord entry) {
                if (entry.getMessage().contains(text)) {
                    throw new IllegalStateException("on purpose, by a test");
                }
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        });
    }

    private List<String> arrived(String queue) {
        return Pusher.types(server.queued(queue));
    }

    @Test
    void theOtherTargetsOfTheTransactionGetTheirJobs() throws Exception {
        try (var refusing = new RefusingServer()) {
            var bad = queue("a", refusing.url());
            var good = queue("b", proxy.url());
            throwAt("were refused by");
            pusher.transaction.begin();
            bad.push(Job.of("bad"));
            good.push(Job.of("good"));
            pusher.transaction.commit();
            await().atMost(60, SECONDS)
                    .untilAsserted(() -> assertThat(arrived("b")).containsExactly("good"));
        }
    }

    @Test
    void theBackgroundGoesOn() throws Exception {
        var faktory = queue("c", proxy.url());
        throwAt("tried again in the background");
        pusher.commit(() -> proxy.set(Fault.cut().in(Fault.Direction.TO_SERVER).at("PUSHB")), faktory, Job.of("first"));
        proxy.clear();
        await().atMost(60, SECONDS).untilAsserted(() -> assertThat(arrived("c")).containsExactly("first"));
    }
}
