package org.faktoryjca.ra.outbound;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Set;
import javax.management.ObjectName;
import org.faktoryjca.Job;
import org.faktoryjca.testing.server.Fault;
import org.faktoryjca.testing.server.FaultProxy;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What an operator sees by JMX of pushes that follow their transactions. */
@Timeout(120)
class SenderManagementTest {
    private RefusingServer server;
    private FaultProxy proxy;
    private Pusher pusher;
    private FaktoryManagedConnectionFactory factory;

    @TempDir
    private Path directory;

    @BeforeEach
    void start() throws Exception {
        server = new RefusingServer();
        proxy = FaultProxy.before("127.0.0.1", Integer.parseInt(server.url().replaceFirst(".*:", "")));
        pusher = new Pusher("300ms");
        factory = pusher.factory(proxy.url());
        factory.setDefaultQueue("shown");
        factory.setSpillFile(directory.resolve("spilled").toString());
    }

    @AfterEach
    void stop() throws Exception {
        pusher.stop();
        proxy.close();
        server.close();
    }

    private Set<ObjectName> names() throws Exception {
        return ManagementFactory.getPlatformMBeanServer()
                .queryNames(
                        new ObjectName("org.faktoryjca:type=ConnectionFactory,name=\"*:" + proxy.port() + "\",*"),
                        null);
    }

    private Object value(String attribute) throws Exception {
        return ManagementFactory.getPlatformMBeanServer()
                .getAttribute(names().iterator().next(), attribute);
    }

    @Test
    void itShowsWhatWasSentRefusedAndIsWaitingUntilTheAdapterStops() throws Exception {
        var faktory = factory.createConnectionFactory();
        assertThat(names()).isEmpty();

        var begun = Instant.now();
        pusher.commit(faktory, Job.of("good"), Job.of("bad"), Job.of("good"));
        assertThat(names()).hasSize(1);
        assertThat(names().iterator().next().getKeyProperty("queue")).isEqualTo("\"shown\"");
        assertThat(value("Server")).asString().endsWith(":" + proxy.port());
        assertThat(value("Sent")).isEqualTo(2L);
        assertThat(value("Refused")).isEqualTo(1L);
        assertThat(value("Spilled")).isEqualTo(1L);
        assertThat(value("BacklogJobs")).isEqualTo(0);
        assertThat(value("Away")).isEqualTo(false);
        assertThat(Instant.parse((String) value("LastContact"))).isBetween(begun, Instant.now());

        pusher.commit(() -> proxy.set(Fault.cut().in(Fault.Direction.TO_SERVER).at("PUSHB")), faktory, Job.of("good"));
        assertThat(value("BacklogJobs")).isEqualTo(1);
        assertThat((Long) value("BacklogBytes")).isPositive();
        assertThat(value("Sent")).isEqualTo(2L);
        await().atMost(60, SECONDS)
                .untilAsserted(() -> assertThat(value("Away")).isEqualTo(true));

        proxy.clear();
        await().atMost(60, SECONDS)
                .untilAsserted(() -> assertThat(value("Sent")).isEqualTo(3L));
        assertThat(value("Away")).isEqualTo(false);
        assertThat(value("Unsent")).isEqualTo(0L);

        pusher.adapter.stop();
        assertThat(names()).isEmpty();
    }

    @Test
    void ofManyPasswordsOnlySomeAreKept() throws Exception {
        var faktory = factory.createConnectionFactory();
        for (int i = 0; i < 40; i++) {
            pusher.transaction.begin();
            try (var connection = faktory.getConnection("password-" + i)) {
                connection.push(Job.of("good"));
            }
            pusher.transaction.commit();
        }
        assertThat(server.accepted).hasSize(40);
        assertThat(names()).hasSize(32);
        await().atMost(60, SECONDS).untilAsserted(() -> assertThat(proxy.open()).isEqualTo(32));
    }

    @Test
    void oneThatHasSomethingLeftIsKept() throws Exception {
        var faktory = factory.createConnectionFactory();
        pusher.commit(() -> proxy.set(Fault.cut().in(Fault.Direction.TO_SERVER).at("PUSHB")), faktory, Job.of("first"));
        try (var other = new RefusingServer()) {
            for (int i = 0; i < 40; i++) {
                var elsewhere = pusher.factory(other.url());
                elsewhere.setDefaultQueue("queue-" + i);
                pusher.commit(elsewhere.createConnectionFactory(), Job.of("good"));
            }
            assertThat(names()).hasSize(1);
        }
        proxy.clear();
        await().atMost(60, SECONDS)
                .untilAsserted(() -> assertThat(server.accepted).containsExactly("first"));
    }
}
