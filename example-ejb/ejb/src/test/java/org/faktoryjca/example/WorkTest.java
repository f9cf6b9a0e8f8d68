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
        assertThat(new Digest("a@example.org", List.of("one", "two")).mail(Instant.EPOCH))
                .contains(
                        "To: a@example.org\r\n",
                        "Date: Thu, 1 Jan 1970 00:00:00 GMT\r\n",
                        "2 headlines\r\n",
                        "\r\n\r\n* one\r\n* two\r\n");
    }
}
