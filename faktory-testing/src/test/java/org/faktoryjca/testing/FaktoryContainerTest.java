package org.faktoryjca.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.List;
import org.faktoryjca.AuthenticationException;
import org.faktoryjca.Job;
import org.faktoryjca.client.Connection;
import org.faktoryjca.client.settings.ServerSettings;
import org.junit.jupiter.api.Test;

class FaktoryContainerTest {
    private static final String IMAGE = ContainerServer.IMAGE;

    @Test
    void aContainerServesWhoeverKnowsItsPassword() {
        assumeTrue(ContainerServer.isPossible(), "Testcontainers reaches no container engine on this machine");
        try (var container = new FaktoryContainer(IMAGE).withPassword("s3cret word")) {
            container.start();
            try (var connection = Connection.open(ServerSettings.at(container.getUrl()))) {
                var jid = connection.push(Job.of("mail"));
                assertThat(connection.fetch(List.of("default")).orElseThrow().jid())
                        .isEqualTo(jid);
            }
            var without = ServerSettings.at(container.getUrl().replaceAll(":[^:]*@", ""));
            assertThatThrownBy(() -> Connection.open(without)).isInstanceOf(AuthenticationException.class);
        }
    }

    @Test
    void testsRunInAContainerWhereThereIsAnEngine() {
        assumeTrue(ContainerServer.isPossible(), "Testcontainers reaches no container engine on this machine");
        new Kit()
                .with(Settings.IMAGE, IMAGE)
                .run(Samples.OnWhatThereIs.class)
                .testEvents()
                .assertStatistics(counts -> counts.succeeded(3).failed(0));
    }

    @Test
    void thePasswordIsForTheProductionEnvironment() {
        try (var open = new FaktoryContainer(IMAGE);
                var closed = new FaktoryContainer(IMAGE).withPassword("s3cret")) {
            open.configure();
            closed.configure();
            assertThat(open.getCommandParts())
                    .containsSequence("-e", "development")
                    .containsSequence("-b", "0.0.0.0:7419");
            assertThat(open.getEnvMap()).doesNotContainKey("FAKTORY_PASSWORD");
            assertThat(closed.getCommandParts()).containsSequence("-e", "production");
            assertThat(closed.getEnvMap()).containsEntry("FAKTORY_PASSWORD", "s3cret");
            assertThat(closed.getExposedPorts()).containsExactlyInAnyOrder(7419, 7420);
        }
    }

    @Test
    void aCommandThatIsGivenIsKeptAndItsOwnFollowsThePassword() {
        try (var given = new FaktoryContainer(IMAGE).withCommand("/faktory", "-l", "debug");
                var own = new FaktoryContainer(IMAGE)) {
            given.configure();
            assertThat(given.getCommandParts()).containsExactly("/faktory", "-l", "debug");

            own.configure();
            own.withPassword("s3cret").configure();
            assertThat(own.getCommandParts()).containsSequence("-e", "production");
        }
    }

    @Test
    void anImageOfSomethingElseIsRefused() {
        assertThatThrownBy(() -> new FaktoryContainer("nginx:1.27"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("contribsys/faktory");
    }
}
