package org.faktoryjca.testing.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.ConnectException;
import java.time.Duration;
import org.faktoryjca.testing.server.Fault.Direction;
import org.junit.jupiter.api.Test;

class FaultProxyTest {

    @Test
    void passesEverythingOnAndLeavesNothingOpen() throws IOException {
        try (var server = EmbeddedFaktory.start();
                var proxy = FaultProxy.before(server)) {
            try (var client = RawClient.greeted(proxy)) {
                assertThat(client.ask("PUSHB []")).isEqualTo("{}");
                assertThat(proxy.accepted()).isEqualTo(1);
            }
            Await.until(() -> proxy.open() == 0);
        }
    }

    @Test
    void refusesUntilItIsCleared() throws IOException {
        try (var server = EmbeddedFaktory.start();
                var proxy = FaultProxy.before(server)) {
            proxy.set(Fault.refuse());
            assertThatThrownBy(() -> RawClient.silent(proxy)).isInstanceOf(ConnectException.class);
            proxy.clear();
            RawClient.greeted(proxy).close();
        }
    }

    @Test
    void cutsAtACommandAndAtItsReply() throws IOException {
        for (var direction : Direction.values()) {
            try (var server = EmbeddedFaktory.start();
                    var proxy = FaultProxy.before(server);
                    var client = RawClient.greeted(proxy)) {
                proxy.set(Fault.cutAt(direction, "PUSHB"));
                assertThat(client.ask("PUSHB []")).isEqualTo("closed");
            }
        }
    }

    @Test
    void slowAndSplitConversationsArriveWhole() throws IOException {
        for (var fault : new Fault[] {Fault.singleBytes(), Fault.throttle(2000), Fault.delay(Duration.ofMillis(20))}) {
            try (var server = EmbeddedFaktory.start();
                    var proxy = FaultProxy.before(server)) {
                proxy.set(fault);
                try (var client = RawClient.greeted(proxy)) {
                    assertThat(client.ask("PUSHB []")).isEqualTo("{}");
                }
            }
        }
    }
}
