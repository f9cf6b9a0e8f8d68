package org.faktoryjca.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.faktoryjca.AuthenticationException;
import org.faktoryjca.ErrorCode;
import org.faktoryjca.client.settings.Secret;
import org.faktoryjca.client.settings.ServerSettings;
import org.faktoryjca.testing.server.FaktoryProcess;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class PasswordTest {
    private static final String PASSWORD = "s3cret/p@ss";

    private static FaktoryProcess server;
    private static String url;

    @BeforeAll
    static void start() {
        server = RealFaktory.builder().password(PASSWORD).start();
        url = "tcp://127.0.0.1:" + server.port();
    }

    @AfterAll
    static void stop() {
        if (server != null) {
            server.close();
        }
    }

    @Test
    void theRightPasswordOpensWhereverItIsSet() {
        try (var inUrl = Connection.open(ServerSettings.at(server.url()));
                var apart = Connection.open(ServerSettings.at(url).withPassword(Secret.of(PASSWORD)))) {
            inUrl.ping();
            apart.ping();
        }
    }

    @Test
    void aMissingPasswordIsFoundBeforeAnythingIsSaid() {
        assertThatThrownBy(() -> Connection.open(ServerSettings.at(url)))
                .isInstanceOfSatisfying(
                        AuthenticationException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.PASSWORD_MISSING))
                .hasMessageContaining(url)
                .hasMessageContaining("Set password");
    }

    @Test
    void aWrongPasswordIsToldApartAndNotRepeated() {
        assertThatThrownBy(() -> Connection.open(ServerSettings.at(url).withPassword(Secret.of("wr0ng-one"))))
                .isInstanceOfSatisfying(
                        AuthenticationException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.PASSWORD_WRONG))
                .hasMessageContaining(url)
                .hasMessageContaining("Invalid password")
                .hasMessageNotContaining("wr0ng-one");
    }

    @Test
    void theWireLogShowsEachLineAndNoSecret() throws Exception {
        try (var captured = CapturedLog.of("org.faktoryjca.wire")) {
            try (var quiet = Connection.open(ServerSettings.at(server.url()))) {
                quiet.ping();
            }
            assertThat(captured.lines()).isEmpty();

            try (var logged = Connection.open(ServerSettings.at(server.url()).withWireLog(true))) {
                logged.push(org.faktoryjca.Job.of("logged", "x".repeat(5000)));
            }
            var text = String.join("\n", captured.lines());
            assertThat(text)
                    .contains("< +HI ", "> HELLO ", "< +OK", "> PUSHB [", "> END")
                    .contains("\"pwdhash\":\"(hidden)\"")
                    .contains("\"s\":\"(hidden)\"")
                    .contains("bytes)")
                    .doesNotContain(PASSWORD)
                    .doesNotContainPattern("[0-9a-f]{64}");
            assertThat(captured.lines()).allMatch(line -> line.length() < 700);
        }
    }
}
