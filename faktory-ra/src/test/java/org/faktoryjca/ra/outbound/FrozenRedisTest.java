package org.faktoryjca.ra.outbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.stream.IntStream;
import org.faktoryjca.Job;
import org.faktoryjca.ra.CapturedLog;
import org.faktoryjca.ra.RealFaktory;
import org.faktoryjca.testing.server.FaktoryProcess;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A transaction commits while the real server's Redis hangs: the server answers, but not what has become of the jobs. */
@Timeout(180)
class FrozenRedisTest {
    @TempDir
    private Path directory;

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"faktory", "faktory-1.9.4"})
    void whatHasCommittedWaitsAndArrivesInOrderWhenRedisGoesOn(String name) throws Exception {
        var file = directory.resolve("spilled.jsonl");
        try (var real = RealFaktory.builder(name).start();
                var log = new CapturedLog()) {
            var pusher = new Pusher("300ms");
            var factory = pusher.factory(real.url());
            factory.setReadTimeout("60s");
            factory.setSpillFile(file.toString());
            factory.setChunkSize("2");
            var faktory = factory.createConnectionFactory();
            pusher.commit(faktory, Job.of("warm").queue("other"));
            var jobs = IntStream.range(0, 5).mapToObj(i -> Job.of("job-" + i)).toArray(Job[]::new);

            pusher.commit(real::freezeRedis, faktory, jobs);
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> !log.linesWith("FAKTORY-208").isEmpty());
            real.thawRedis();

            // What was stored in spite of the server's answer is there twice, and nothing else.
            var jids = List.of(jobs).stream().map(Job::jid).toList();
            await().atMost(Duration.ofSeconds(60))
                    .untilAsserted(
                            () -> assertThat(new LinkedHashSet<>(jids(real))).containsExactlyElementsOf(jids));
            assertThat(file).doesNotExist();
            assertThat(log.linesWith("FAKTORY-402")).isEmpty();
            pusher.stop();
        }
    }

    private static List<String> jids(FaktoryProcess server) {
        return server.state().queued().getOrDefault("default", List.of()).stream()
                .map(job -> job.jid().orElseThrow())
                .toList();
    }
}
