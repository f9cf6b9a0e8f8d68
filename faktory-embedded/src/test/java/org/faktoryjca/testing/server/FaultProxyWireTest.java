package org.faktoryjca.testing.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.faktoryjca.testing.server.Fault.Direction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Between a client and a server that both are plain sockets here: ends pass through each for itself, and each reply is told from the next. */
@Timeout(120)
class FaultProxyWireTest {
    private static final String REPLY_WITH_LINES = "$15\r\n+OK\r\n-ERR\r\n$9\r\n\r\n";

    private ServerSocket listener;
    private FaultProxy proxy;
    private Socket client;
    private Socket server;

    @BeforeEach
    void connect() throws IOException {
        listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        proxy = FaultProxy.before("127.0.0.1", listener.getLocalPort());
        client = new Socket(proxy.host(), proxy.port());
        server = listener.accept();
    }

    @AfterEach
    void close() throws IOException {
        client.close();
        server.close();
        proxy.close();
        listener.close();
    }

    private static void say(Socket from, String text) throws IOException {
        from.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
    }

    /** What a socket hears, until the other side ends. */
    private static String heard(Socket by) throws IOException {
        return new String(by.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
    }

    private void serverHears(String text) throws IOException {
        assertThat(new String(server.getInputStream().readNBytes(text.length()), StandardCharsets.US_ASCII))
                .isEqualTo(text);
    }

    /** As a server does: the greeting, and OK for the HELLO. */
    private void greet() throws IOException {
        say(server, "+HI {\"v\":2}\r\n");
        say(client, "HELLO {\"v\":2}\r\n");
        serverHears("HELLO {\"v\":2}\r\n");
        say(server, "+OK\r\n");
    }

    @Test
    void aClientThatHasSaidAllStillHearsAll() throws IOException {
        say(client, "PUSHB []\r\n");
        client.shutdownOutput();
        assertThat(heard(server)).isEqualTo("PUSHB []\r\n");
        assertThat(proxy.open()).isEqualTo(1);
        say(server, "$2\r\n{}\r\n");
        server.close();
        assertThat(heard(client)).isEqualTo("$2\r\n{}\r\n");
        Await.until(() -> proxy.open() == 0);
    }

    @Test
    void aServerThatHasSaidAllStillHearsAll() throws IOException {
        say(server, "-ERR too many connections\r\n");
        server.shutdownOutput();
        assertThat(heard(client)).isEqualTo("-ERR too many connections\r\n");
        assertThat(proxy.open()).isEqualTo(1);
        say(client, "END\r\n");
        client.close();
        assertThat(heard(server)).isEqualTo("END\r\n");
        Await.until(() -> proxy.open() == 0);
    }

    @Test
    void whoeverResetsResetsTheOther() throws IOException {
        client.setSoLinger(true, 0);
        client.close();
        assertThatThrownBy(() -> heard(server))
                .isInstanceOf(SocketException.class)
                .hasMessageContaining("reset");
        Await.until(() -> proxy.open() == 0);
    }

    @Test
    void theReplyToACommandSentWithOthersIsTheRightOne() throws IOException {
        greet();
        proxy.set(Fault.cut().in(Direction.TO_CLIENT).at("FETCH"));
        var commands = "FAIL {\"jid\":\"FETCH \"}\r\nINFO\r\nACK {}\r\nFETCH a\r\n";
        say(client, commands);
        serverHears(commands);
        say(server, "-ERR no\r\n" + REPLY_WITH_LINES + "$-1\r\n$2\r\n{}\r\n");
        assertThat(heard(client)).isEqualTo("+HI {\"v\":2}\r\n+OK\r\n-ERR no\r\n" + REPLY_WITH_LINES + "$-1\r\n");
    }

    @Test
    void repliesThatComeInPiecesAreCountedToo() throws IOException {
        greet();
        proxy.set(Fault.cut().in(Direction.TO_CLIENT).at("FETCH").after(1));
        say(client, "INFO\r\nACK {}\r\nFETCH a\r\n");
        serverHears("INFO\r\nACK {}\r\nFETCH a\r\n");
        server.setTcpNoDelay(true);
        for (var piece : (REPLY_WITH_LINES + "+OK\r\n$").split("")) {
            say(server, piece);
        }
        assertThat(heard(client)).isEqualTo("+HI {\"v\":2}\r\n+OK\r\n" + REPLY_WITH_LINES + "+OK\r\n$");
    }

    @Test
    void theReplyToWhatWasSentBeforePassesAFaultSetLater() throws IOException {
        greet();
        say(client, "FETCH a\r\n");
        serverHears("FETCH a\r\n");
        proxy.set(Fault.cut().in(Direction.TO_CLIENT).at("BEAT"));
        say(client, "BEAT {}\r\n");
        serverHears("BEAT {}\r\n");
        say(server, "$-1\r\n+OK\r\n");
        assertThat(heard(client)).isEqualTo("+HI {\"v\":2}\r\n+OK\r\n$-1\r\n");
    }

    @Test
    void aCommandThatWasSwallowedHasNoReply() throws IOException {
        greet();
        proxy.set(Fault.silence().in(Direction.TO_SERVER).at("ACK"));
        say(client, "INFO\r\nACK {}\r\n");
        serverHears("INFO\r\n");
        proxy.set(Fault.cut().in(Direction.TO_CLIENT).at("FETCH"));
        say(client, "BEAT {}\r\nFETCH a\r\n");
        serverHears("BEAT {}\r\nFETCH a\r\n");
        say(server, "$-1\r\n+OK\r\n$-1\r\n");
        assertThat(heard(client)).isEqualTo("+HI {\"v\":2}\r\n+OK\r\n$-1\r\n+OK\r\n");
    }

    @Test
    void theFirstOfTwoCommandsOfOneNameIsMet() throws IOException {
        greet();
        proxy.set(Fault.cut().in(Direction.TO_SERVER).at("FETCH"));
        say(client, "INFO\r\nFETCH a\r\nFETCH\r\n");
        assertThat(heard(server)).isEqualTo("INFO\r\n");
    }

    @Test
    void whatIsDelayedPassesAtOnceWhenTheDelayIsLifted() throws IOException {
        proxy.set(Fault.delay(Duration.ofDays(1)).in(Direction.TO_CLIENT));
        say(server, "+HI {\"v\":2}\r\n");
        server.close();
        client.setSoTimeout(100);
        assertThatThrownBy(() -> heard(client)).isInstanceOf(SocketTimeoutException.class);
        client.setSoTimeout(0);
        proxy.clear();
        assertThat(heard(client)).isEqualTo("+HI {\"v\":2}\r\n");
    }
}
