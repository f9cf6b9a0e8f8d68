package org.faktoryjca.client.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import org.faktoryjca.ClosedException;
import org.faktoryjca.Job;
import org.faktoryjca.testing.server.EmbeddedFaktory;
import org.faktoryjca.testing.server.FaultProxy;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A factory that is asked for connections with ever new passwords, of a server that asks for none. */
class OtherPasswordsTest {
    private static final int MANY = 3 * OtherPasswords.MOST_AT_REST;

    private EmbeddedFaktory server;
    private FaultProxy proxy;
    private FaktoryConnections faktory;

    @BeforeEach
    void start() {
        server = EmbeddedFaktory.start();
        proxy = FaultProxy.before(server);
        faktory = FaktoryConnections.at(proxy.url()).build();
    }

    @AfterEach
    void stop() {
        faktory.close();
        proxy.close();
        server.close();
    }

    private void push(String password) {
        try (var connection = faktory.getConnection(password)) {
            connection.push(Job.of("any"));
        }
    }

    private void pushMany() {
        for (int i = 0; i < MANY; i++) {
            push("password-" + i);
        }
    }

    @Test
    void ofVeryManyPasswordsTheLastOnesKeepTheirConnections() {
        pushMany();
        assertThat(server.queued("default")).hasSize(MANY);
        await().untilAsserted(() -> assertThat(proxy.open()).isEqualTo(OtherPasswords.MOST_AT_REST));

        push("password-" + (MANY - 1));
        push("password-" + (MANY - OtherPasswords.MOST_AT_REST));
        assertThat(proxy.accepted()).as("theirs were kept").isEqualTo(MANY);
        push("password-0");
        assertThat(proxy.accepted()).as("its was closed").isEqualTo(MANY + 1);
    }

    @Test
    void aConnectionInUseIsKept() {
        try (var held = faktory.getConnection("held")) {
            held.push(Job.of("any"));
            pushMany();
            held.push(Job.of("any"));
        }
        push("held");
        assertThat(proxy.accepted()).isEqualTo(1 + MANY);
    }

    @Test
    void afterTheEndThereIsNone() {
        push("any");
        faktory.close();
        assertThatThrownBy(() -> faktory.getConnection("any")).isInstanceOf(ClosedException.class);
        assertThatThrownBy(() -> faktory.getConnection("another")).isInstanceOf(ClosedException.class);
        await().untilAsserted(() -> assertThat(proxy.open()).isZero());
    }
}
