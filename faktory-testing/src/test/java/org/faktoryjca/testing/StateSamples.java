package org.faktoryjca.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.faktoryjca.FaktoryConnectionFactory;
import org.faktoryjca.Job;
import org.faktoryjca.client.Connection;
import org.faktoryjca.client.settings.ServerSettings;
import org.faktoryjca.testing.server.LoadableServer;
import org.junit.jupiter.api.Test;

/** Test classes with states, which {@link FaktoryStateTest} runs. */
final class StateSamples {
    private StateSamples() {}

    @FaktoryState("orders.json")
    abstract static class Common {
        @Test
        @FaktoryState(value = "orders.json", left = "orders.json")
        void whatIsLoadedIsThereUntilSomethingHappens(LoadableServer server) {
            assertThat(server.state().queued().get("images").get(0).jid()).contains("thumbnail-7");
        }

        @Test
        @FaktoryState(value = "orders.json", left = "orders-left.json")
        void whatIsLeftIsCompared(URI url, FaktoryConnectionFactory faktory) {
            faktory.push(Job.of("report").in(Duration.ofHours(3)));
            try (var worker = Connection.open(ServerSettings.at(url.toString()))) {
                var job = worker.fetch(List.of("mails", "images")).orElseThrow();
                assertThat(job.jid()).isEqualTo("thumbnail-7");
                assertThat(job.retry()).hasValue(3);
                worker.ack(job.jid());
                worker.fail("crop-held", "Late", "too late", List.of());
            }
        }

        @Test
        void aStateOfTheClassIsLoadedBeforeEachTest(FaktoryConnectionFactory faktory) {
            assertThat(faktory.getConnection().info().enqueued()).isEqualTo(2);
            assertThat(faktory.getConnection().info().scheduled()).isEqualTo(2);
            faktory.push(Job.of("more"));
        }

        @Test
        @FaktoryState
        void aMethodMayBeginWithNothing(LoadableServer server) {
            assertThat(server.state().queued()).isEmpty();
            assertThat(server.state().paused()).isEmpty();
        }
    }

    @FaktoryTest(on = FaktoryTest.Server.EMBEDDED)
    static class InMemory extends Common {}

    @FaktoryTest(on = FaktoryTest.Server.PROCESS)
    static class OnTheProcess extends Common {}

    @FaktoryTest(on = FaktoryTest.Server.PROCESS, binary = "faktory-1.9.4")
    static class OnTheOldProcess extends Common {}

    @FaktoryTest(on = FaktoryTest.Server.EMBEDDED)
    static class Failing {
        @Test
        @FaktoryState(value = "orders.json", left = "orders-left.json")
        void nothingHappens() {}

        @Test
        @FaktoryState(value = "orders.json", left = "orders-left.json")
        void failsByItself() {
            throw new AssertionError("by itself");
        }

        @Test
        @FaktoryState("no-such.json")
        void noSuchFile() {}
    }

    @FaktoryTest
    static class ByItsAddress {
        @Test
        @FaktoryState("by-protocol.json")
        void whatTheProtocolCanSetIsSet(FaktoryConnectionFactory faktory) {
            var info = faktory.getConnection().info();
            assertThat(info.queues()).isEqualTo(java.util.Map.of("images", 2L, "mails", 0L));
            assertThat(info.scheduled()).isEqualTo(1);
            assertThat(info.working()).isEqualTo(1);
        }

        @Test
        @FaktoryState("orders.json")
        void whatItCannotIsRefused() {}

        @Test
        @FaktoryState(left = "by-protocol.json")
        void whatIsLeftCannotBeRead() {}
    }
}
