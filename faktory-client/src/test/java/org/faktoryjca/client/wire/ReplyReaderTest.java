package org.faktoryjca.client.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;

class ReplyReaderTest {

    private static ReplyReader reader(String bytes) {
        return new ReplyReader(new ByteArrayInputStream(bytes.getBytes(StandardCharsets.UTF_8)));
    }

    /** As a network may hand out bytes: one at a time. */
    private static ReplyReader dripping(String bytes) {
        var all = new ByteArrayInputStream(bytes.getBytes(StandardCharsets.UTF_8));
        return new ReplyReader(new InputStream() {
            @Override
            public int read() {
                return all.read();
            }

            @Override
            public int read(byte[] into, int offset, int length) {
                return all.read(into, offset, Math.min(1, length));
            }
        });
    }

    @Test
    void readsEachKindOneAfterTheOther() throws IOException {
        var bytes = "+OK\r\n$5\r\nhé\r\n\r\n$-1\r\n-ERR no\r\n-SHUTDOWN now\r\n$0\r\n\r\n";
        for (var reader : new ReplyReader[] {reader(bytes), dripping(bytes)}) {
            assertThat(reader.read()).isEqualTo(new Reply.Text("OK"));
            assertThat(((Reply.Bulk) reader.read()).text()).isEqualTo("hé\r\n");
            assertThat(reader.read()).isEqualTo(new Reply.Nothing());
            assertThat(reader.read()).isEqualTo(new Reply.Refusal("no"));
            assertThat(reader.read()).isEqualTo(new Reply.Refusal("SHUTDOWN now"));
            assertThat(((Reply.Bulk) reader.read()).bytes()).isEmpty();
            assertThatThrownBy(reader::read).isInstanceOf(EOFException.class);
        }
    }

    /** A real server repeats a jid in an error as it is. */
    @Test
    void aLineEndWithinAnErrorThatDoesNotEndItIsABlank() throws IOException {
        var bytes = "-ERR Job not found a\nb\rc\r\rd\n\r\n+OK\r\n";
        for (var reader : new ReplyReader[] {reader(bytes), dripping(bytes)}) {
            assertThat(reader.read()).isEqualTo(new Reply.Refusal("Job not found a b c  d "));
            assertThat(reader.read()).isEqualTo(new Reply.Text("OK"));
        }
    }

    @Test
    void readsABulkOfManyMegabytes() throws IOException {
        var text = "x".repeat(5_000_000);
        assertThat(((Reply.Bulk) reader("$5000000\r\n" + text + "\r\n").read()).text())
                .isEqualTo(text);
    }

    @Test
    void allocatesNoMoreThanHasArrived() {
        var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        var before = threads.getCurrentThreadAllocatedBytes();
        assertThatThrownBy(
                        () -> reader("$" + ReplyReader.LONGEST_BULK + "\r\nabc").read())
                .isInstanceOf(EOFException.class);
        // Room for what AssertJ takes: next to nothing beside what was promised.
        assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(ReplyReader.LONGEST_BULK / 16);
        assertThatThrownBy(() ->
                        reader("$" + (ReplyReader.LONGEST_BULK + 1L) + "\r\n").read())
                .isInstanceOf(BrokenReplyException.class);
    }

    @Test
    void refusesWhatIsNotOfTheProtocol() {
        for (var bytes : new String[] {
            "?\r\n", "\r\n", "$\r\n", "$x\r\n", "$-2\r\n", "+a\n", "+a\rb", "$1\r\nab\r\n", "$1\r\na\rb"
        }) {
            assertThatThrownBy(() -> reader(bytes).read()).as(bytes).isInstanceOf(BrokenReplyException.class);
        }
    }

    @Test
    void aLineWithoutEndIsGivenUp() {
        assertThatThrownBy(() ->
                        reader("+" + "x".repeat(ReplyReader.LONGEST_LINE + 1)).read())
                .isInstanceOf(BrokenReplyException.class)
                .hasMessageContaining("within");
    }

    @Test
    void whereTheNetworkCutsRepliesMakesNoDifference() throws IOException {
        var bytes = "+OK\r\n$2\r\n{}\r\n$-1\r\n-ERR no\r\n$12\r\nhello, world\r\n+ä longer line\r\n"
                .getBytes(StandardCharsets.UTF_8);
        for (int cut = 0; cut <= bytes.length; cut++) {
            var reader = new ReplyReader(new SequenceInputStream(
                    new ByteArrayInputStream(bytes, 0, cut), new ByteArrayInputStream(bytes, cut, bytes.length - cut)));
            var said = new ArrayList<String>();
            for (int i = 0; i < 6; i++) {
                var reply = reader.read();
                said.add(reply instanceof Reply.Bulk bulk ? bulk.text() : reply.toString());
            }
            assertThat(said)
                    .as("cut after %d bytes", cut)
                    .containsExactly(
                            new Reply.Text("OK").toString(),
                            "{}",
                            new Reply.Nothing().toString(),
                            new Reply.Refusal("no").toString(),
                            "hello, world",
                            new Reply.Text("ä longer line").toString());
        }
    }
}
