package org.faktoryjca.client.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.faktoryjca.CannotConnectException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ServerAddressTest {
    @ParameterizedTest
    @CsvSource({
        "tcp://localhost, localhost, 7419, false, ",
        "tcp://localhost:8000, localhost, 8000, false, ",
        "tcp+tls://faktory.example.org:7419/, faktory.example.org, 7419, true, ",
        "tcp://[::1]:7419, ::1, 7419, false, ",
        "tcp://my_container:7419, my_container, 7419, false, ",
        "tcp://:secret@host, host, 7419, false, secret",
        "tcp://user:p%40ss%2Fw+d@host:1, host, 1, false, p@ss/w+d",
        "TCP://host, host, 7419, false, "
    })
    void readsEveryForm(String text, String host, int port, boolean tls, String password) {
        var address = ServerAddress.parse(text);
        assertThat(address.host()).isEqualTo(host);
        assertThat(address.port()).isEqualTo(port);
        assertThat(address.tls()).isEqualTo(tls);
        assertThat(address.password().map(Secret::reveal).orElse(null)).isEqualTo(password);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "localhost",
                "localhost:7419",
                "http://:s3cret@localhost",
                "tcp://",
                "tcp://:s3cret@",
                "tcp://:s3cret@host:0",
                "tcp://:s3cret@host:99999",
                "tcp://:s3cret@host:port",
                "tcp://:s3cret@host/path",
                "tcp://:s3cret@host?x=1",
                "tcp://:s3cret@ho st",
                "tcp://:s3cret@::1"
            })
    void refusesOthersWithoutRepeatingThem(String text) {
        assertThatThrownBy(() -> ServerAddress.parse(text))
                .isInstanceOf(CannotConnectException.class)
                .hasMessageStartingWith("FAKTORY-101")
                .hasMessageContaining("tcp://[:password@]host[:port]")
                .hasMessageNotContaining("s3cret");
    }

    @Test
    void showsItselfWithoutThePassword() {
        assertThat(ServerAddress.parse("tcp://:s3cret@host:1")).hasToString("tcp://host:1");
        assertThat(ServerAddress.parse("tcp+tls://:s3cret@[::1]:1")).hasToString("tcp+tls://[::1]:1");
        assertThat(ServerSettings.at("tcp://:s3cret@host:1").toString()).doesNotContain("s3cret");
    }

    @Test
    void theEnvironmentNamesTheServerWhereNothingElseDoes() {
        var none = ServerSettings.defaults();
        assertThat(none.address(Map.<String, String>of()::get)).hasToString("tcp://localhost:7419");
        assertThat(none.address(Map.of("FAKTORY_URL", "tcp://a:1")::get)).hasToString("tcp://a:1");
        assertThat(none.address(
                        Map.of("FAKTORY_URL", "tcp://a:1", "FAKTORY_PROVIDER", "OTHER", "OTHER", "tcp://b:2")::get))
                .hasToString("tcp://b:2");
        assertThat(none.address(Map.of("FAKTORY_URL", "tcp://a:1", "FAKTORY_PROVIDER", "OTHER")::get))
                .hasToString("tcp://a:1");
        assertThat(ServerSettings.at("tcp://c:3").address(Map.of("FAKTORY_URL", "tcp://a:1")::get))
                .hasToString("tcp://c:3");
    }

    @Test
    void placeholdersAreFilledInFromTheEnvironment() {
        var settings = ServerSettings.at("tcp://${HOST:nowhere}:${PORT:7419}").withPassword(Secret.of("${SECRET}"));
        var address = settings.address(Map.of("HOST", "here", "SECRET", "$1\\x")::get);
        assertThat(address).hasToString("tcp://here:7419");
        assertThat(address.password().orElseThrow().reveal()).isEqualTo("$1\\x");
        assertThatThrownBy(() -> settings.address(Map.<String, String>of()::get))
                .isInstanceOf(CannotConnectException.class)
                .hasMessageContaining("SECRET");
    }
}
