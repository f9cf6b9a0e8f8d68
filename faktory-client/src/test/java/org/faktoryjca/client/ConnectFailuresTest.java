package org.faktoryjca.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.AbstractThrowableAssert;
import org.faktoryjca.CannotConnectException;
import org.faktoryjca.ErrorCode;
import org.faktoryjca.FaktoryException;
import org.faktoryjca.ProtocolVersionException;
import org.faktoryjca.client.MisbehavingServer.Script;
import org.faktoryjca.client.settings.Secret;
import org.faktoryjca.client.settings.ServerSettings;
import org.junit.jupiter.api.Test;

/** Everything that can be wrong before a conversation has begun, each with its own code, the server, and what to check. */
class ConnectFailuresTest {

    private static AbstractThrowableAssert<?, ? extends Throwable> opening(ServerSettings settings) {
        return assertThatThrownBy(() -> Connection.open(settings).close());
    }

    private static void refused(Script script, ErrorCode code, String... words) throws IOException {
        try (var server = MisbehavingServer.that(script)) {
            opening(server.hastySettings().withPassword(Secret.of("pass-w0rd")))
                    .isInstanceOf(FaktoryException.class)
                    .satisfies(e -> assertThat(((FaktoryException) e).code()).isEqualTo(code))
                    .hasMessageStartingWith(code.code())
                    .hasMessageContaining("tcp://127.0.0.1:" + server.port())
                    .hasMessageContaining(code.remedy())
                    .satisfies(e -> assertThat(List.of(words))
                            .allSatisfy(word -> assertThat(e).hasMessageContaining(word)))
                    .hasMessageNotContaining("pass-w0rd");
        }
    }

    @Test
    void nothingListens() throws IOException {
        int port;
        try (var free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        opening(ServerSettings.at("tcp://127.0.0.1:" + port))
                .isInstanceOf(CannotConnectException.class)
                .hasMessageStartingWith("FAKTORY-103: tried to connect to tcp://127.0.0.1:" + port)
                .hasMessageContaining("nothing listens there")
                .hasMessageContaining("Check that Faktory runs");
    }

    @Test
    void theHostIsUnknown() {
        opening(ServerSettings.at("tcp://no-such-host.invalid:7419"))
                .isInstanceOf(CannotConnectException.class)
                .hasMessageStartingWith("FAKTORY-102")
                .hasMessageContaining("no-such-host.invalid");
    }

    @Test
    void theNetworkSwallowsTheConnection() throws IOException {
        // A listener whose queue is full answers no more, as a firewall that drops.
        var waiting = new ArrayList<SocketChannel>();
        try (var full = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            for (int i = 0; i < 8; i++) {
                var channel = SocketChannel.open();
                waiting.add(channel);
                channel.configureBlocking(false);
                channel.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), full.getLocalPort()));
            }
            opening(ServerSettings.at("tcp://127.0.0.1:" + full.getLocalPort())
                            .withConnectTimeout(Duration.ofMillis(200)))
                    .isInstanceOf(CannotConnectException.class)
                    .hasMessageStartingWith("FAKTORY-104")
                    .hasMessageContaining("no answer within 200 ms");
        } finally {
            for (var channel : waiting) {
                channel.close();
            }
        }
    }

    @Test
    void theAddressNamesAVariableThatIsNotSet() {
        opening(ServerSettings.at("tcp://${NO_SUCH_VARIABLE_HERE}:7419"))
                .isInstanceOf(CannotConnectException.class)
                .hasMessageStartingWith("FAKTORY-101")
                .hasMessageContaining("NO_SUCH_VARIABLE_HERE");
    }

    @Test
    void aWebServerListens() throws IOException {
        refused(
                talk -> talk.say("HTTP/1.1 400 Bad Request\r\n\r\n").fallSilent(),
                ErrorCode.NOT_FAKTORY,
                "HTTP",
                "7420 its web page's");
    }

    @Test
    void anotherProtocolGreets() throws IOException {
        refused(talk -> talk.say("+PONG\r\n").fallSilent(), ErrorCode.NOT_FAKTORY);
        refused(talk -> talk.say("+HI there\r\n").fallSilent(), ErrorCode.NOT_FAKTORY);
        refused(talk -> talk.say("+HI {}\r\n").fallSilent(), ErrorCode.NOT_FAKTORY);
        refused(talk -> talk.say("$5\r\nhello\r\n").fallSilent(), ErrorCode.NOT_FAKTORY);
        refused(talk -> talk.say("SSH-2.0-OpenSSH\r\n").fallSilent(), ErrorCode.NOT_FAKTORY, "SSH-2.0-OpenSSH");
    }

    @Test
    void aLaterVersionOfTheProtocolIsNamed() throws IOException {
        try (var server =
                MisbehavingServer.that(talk -> talk.say("+HI {\"v\":3}\r\n").fallSilent())) {
            opening(server.hastySettings())
                    .isInstanceOf(ProtocolVersionException.class)
                    .hasMessageStartingWith("FAKTORY-107")
                    .hasMessageContaining("version 3")
                    .hasMessageContaining("version 2");
        }
    }

    @Test
    void theServerSaysNothing() throws IOException {
        refused(talk -> talk.fallSilent(), ErrorCode.HANDSHAKE_FAILED, "said nothing", "tcp+tls://");
        refused(talk -> talk.say("+HI {\"v\":2}\r\n").fallSilent(), ErrorCode.HANDSHAKE_FAILED, "after HELLO");
        refused(talk -> talk.say("+HI {\"v\"").fallSilent(), ErrorCode.HANDSHAKE_FAILED, "said nothing");
    }

    @Test
    void theServerHangsUp() throws IOException {
        refused(talk -> talk.hangUp(), ErrorCode.HANDSHAKE_FAILED);
        refused(talk -> talk.say("+HI {").hangUp(), ErrorCode.HANDSHAKE_FAILED);
        refused(
                talk -> {
                    talk.say("+HI {\"v\":2}\r\n").hear();
                    talk.hangUp();
                },
                ErrorCode.HANDSHAKE_FAILED,
                "after HELLO");
    }

    @Test
    void theServerRefusesHello() throws IOException {
        refused(
                talk -> {
                    talk.say("+HI {\"v\":2}\r\n").hear();
                    talk.say("-ERR no visitors today\r\n");
                },
                ErrorCode.HANDSHAKE_FAILED,
                "no visitors today");
    }

    @Test
    void anAbsurdNumberOfRoundsIsNotHashed() throws IOException {
        refused(
                talk -> talk.say("+HI {\"v\":2,\"i\":2000000000,\"s\":\"abc\"}\r\n")
                        .fallSilent(),
                ErrorCode.HANDSHAKE_FAILED,
                "2000000000");
        refused(talk -> talk.say("+HI {\"v\":2,\"i\":-1,\"s\":\"abc\"}\r\n").fallSilent(), ErrorCode.HANDSHAKE_FAILED);
    }

    @Test
    void aServerThatSpeaksNoTlsIsToldApart() throws IOException {
        try (var server =
                MisbehavingServer.that(talk -> talk.say("+HI {\"v\":2}\r\n").fallSilent())) {
            opening(ServerSettings.at("tcp+tls://127.0.0.1:" + server.port()))
                    .isInstanceOf(CannotConnectException.class)
                    .hasMessageStartingWith("FAKTORY-105")
                    .hasMessageContaining("that the server speaks TLS");
        }
    }
}
