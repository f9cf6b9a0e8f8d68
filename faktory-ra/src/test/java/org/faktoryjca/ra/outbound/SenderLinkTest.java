package org.faktoryjca.ra.outbound;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.faktoryjca.Job;
import org.faktoryjca.client.json.JobDefaults;
import org.faktoryjca.client.json.JobWriter;
import org.faktoryjca.client.settings.ServerSettings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A sender's time for a push. Waiting it out once more would take an hour, in a read that no interrupt ends. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class SenderLinkTest {
    private static final Duration PATIENCE = Duration.ofHours(1);

    private final AtomicLong clock = new AtomicLong();

    @Test
    void aNewConnectionAndTheReplyShareTheTime() throws Exception {
        try (var server = new HangingUpServer(() -> clock.addAndGet(PATIENCE.toNanos()));
                var link = new SenderLink(
                        ServerSettings.at(server.url())
                                .withConnectTimeout(PATIENCE)
                                .withReadTimeout(PATIENCE.multipliedBy(2)),
                        clock::get)) {
            link.ensure();
            var job = new JobWriter(JobDefaults.STANDARD).write(Job.of("held-up"));
            assertThat(link.push(List.of(job), PATIENCE)).isEqualTo(SenderLink.Pushed.UNDER_WAY);
            assertThat(link.isUnderWay()).isTrue();
        }
    }
}
