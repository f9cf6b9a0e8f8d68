package org.faktoryjca.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.faktoryjca.FaktoryException;
import org.faktoryjca.client.settings.ServerAddress;
import org.faktoryjca.client.wire.FuzzedBytes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Whoever answers a connection, and whatever it says: greeted, or refused by an exception of this project. */
class GreetingFuzzTest {
    private static final ServerAddress ADDRESS = ServerAddress.parse("tcp://:secret@localhost:7419");

    /** Few rounds of hashing: what is tried is the reading. */
    private static final List<String> VALID = List.of(
            "+HI {\"v\":2}\r\n+OK\r\n",
            "+HI {\"v\":2,\"i\":40,\"s\":\"123456789abc\"}\r\n+OK\r\n",
            "+HI {\"v\":2,\"s\":\"ä\"}\r\n-ERR Invalid password\r\n",
            "+HI {\"v\":2,\"i\":3,\"s\":\"a\",\"new\":[{\"b\":1.5}]}\r\n-ERR too many connections: 1\r\n",
            "-ERR too many connections\r\n");

    private final long seed = Long.getLong("fuzz.seed", System.nanoTime());
    private final Random random = new Random(seed);
    private final FuzzedBytes fuzzed = new FuzzedBytes(seed);

    @Test
    @Timeout(1_800)
    void whateverAServerSaysAtFirstGreetsOrIsRefused() throws IOException {
        System.out.println("fuzz.seed=" + seed);
        var inputs = Boolean.getBoolean("verify.long") ? 1_000_000 : 20_000;
        var greeted = 0;
        var refused = 0;
        for (int i = 0; i < inputs; i++) {
            var said = fuzzed.mutated(VALID.get(random.nextInt(VALID.size())).getBytes(StandardCharsets.UTF_8));
            try (var transport = new Transport(new Scripted(said))) {
                new Handshake(transport, new WireLog(false), ADDRESS, Duration.ofMinutes(1)).shake(Optional.empty());
                greeted++;
            } catch (FaktoryException e) {
                refused++;
                if (e.getMessage().contains("secret")) {
                    throw new AssertionError("seed " + seed + ", input " + i + ": the password is told", e);
                }
            } catch (RuntimeException | Error e) {
                throw new AssertionError(
                        "seed " + seed + ", input " + i + ": " + new String(said, StandardCharsets.UTF_8), e);
            }
        }
        assertThat(greeted).as("greeted, seed %d", seed).isGreaterThan(inputs / 20);
        assertThat(refused).as("refused, seed %d", seed).isGreaterThan(inputs / 4);
    }

    /** The peer of one conversation: says its part, listens to nothing. */
    private static final class Scripted extends Socket {
        private final byte[] said;

        Scripted(byte[] said) {
            this.said = said;
        }

        @Override
        public InputStream getInputStream() {
            return new ByteArrayInputStream(said);
        }

        @Override
        public OutputStream getOutputStream() {
            return OutputStream.nullOutputStream();
        }

        @Override
        public void setSoTimeout(int millis) {
            // All has been said: nothing is waited for.
        }
    }
}
