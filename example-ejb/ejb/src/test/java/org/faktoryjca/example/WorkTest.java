package org.faktoryjca.example;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

class WorkTest {
    @Test
    void aThumbnailIsSmallAndInProportion() throws IOException {
        for (var picture : Orders.PICTURES) {
            try (var in = Orders.class.getResourceAsStream("/pictures/" + picture)) {
                var small = ImageIO.read(new ByteArrayInputStream(Thumbnail.of(in.readAllBytes(), 240)));
                assertThat(small.getWidth()).isEqualTo(240);
                assertThat(small.getHeight()).isEqualTo(150);
            }
        }
    }

    @Test
    void whatIsNoPictureIsSaidToBeNone() {
        assertThatThrownBy(() -> Thumbnail.of(new byte[] {1, 2, 3}, 240))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("not a picture");
    }

    @Test
    void aDigestIsAMail() {
        assertThat(new Digest("a@example.org", List.of("one", "two\nlines")).mail("0123abcd", Instant.EPOCH))
                .contains(
                        "To: a@example.org\r\n",
                        "Date: Thu, 1 Jan 1970 00:00:00 +0000\r\n",
                        "2 headlines\r\n",
                        "Message-ID: <0123abcd@example.org>\r\n",
                        "\r\n\r\n* one\r\n* two lines\r\n");
    }

    @Test
    void aRecipientCannotAddLinesToTheHead() {
        assertThatThrownBy(() -> new Digest("a@example.org\r\nBcc: b@example.org", List.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("one line");
    }

    @Test
    void aRowKnowsWhenItsLastExecutionBeganAndEnded() {
        var item = new BoardItem("1", "failure", "a job that fails");
        assertThat(item.startedAt()).isEmpty();

        item.move(State.RUNNING, null, null);
        item.move(State.FAILED, "x".repeat(1000), null);
        assertThat(item.endedAt()).isPresent();
        assertThat(item.message().orElseThrow()).hasSize(500);

        item.move(State.RUNNING, null, null);
        assertThat(item.startedAt()).isPresent();
        assertThat(item.endedAt()).isEmpty();
    }
}
