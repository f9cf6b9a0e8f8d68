package org.faktoryjca.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.assertj.core.data.Percentage;
import org.faktoryjca.Job;
import org.faktoryjca.client.Connection;
import org.faktoryjca.client.json.JobDefaults;
import org.faktoryjca.client.json.JobWriter;
import org.faktoryjca.client.settings.Queues;
import org.faktoryjca.client.settings.ServerSettings;
import org.faktoryjca.testing.server.WorkServers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Which queue is served how often: 10,000 fetches of the real server, where there is one. */
@Timeout(120)
class WorkerQueuesTest {
    private static final int FETCHES = 10_000;

    /** How many of the first fetches each queue had, while all of them had jobs. */
    private static Map<String, Integer> shares(String queues, Map<String, Integer> filled) throws Exception {
        try (var server = WorkServers.start();
                var connection = Connection.open(ServerSettings.at(server.url()))) {
            filled.forEach((queue, jobs) -> fill(connection, queue, jobs));
            var counted = new AtomicInteger();
            var shares = new ConcurrentHashMap<String, Integer>();
            var settings = TestWorkers.settings(ServerSettings.at(server.url()), Duration.ofSeconds(5));
            try (var worker = TestWorkers.worker(settings, event -> {}, WorkerThreads.own(), WorkerTime.system())) {
                worker.add(TestWorkers.handler(queues, 5, job -> {
                    if (counted.incrementAndGet() <= FETCHES) {
                        shares.merge(job.queue().orElseThrow(), 1, Integer::sum);
                    }
                }));
                await().atMost(Duration.ofSeconds(90)).until(() -> counted.get() >= FETCHES);
            }
            return new LinkedHashMap<>(shares);
        }
    }

    private static void fill(Connection connection, String queue, int jobs) {
        var writer = new JobWriter(JobDefaults.STANDARD);
        for (int done = 0; done < jobs; done += 1000) {
            connection.pushBulk(IntStream.range(0, Math.min(1000, jobs - done))
                    .mapToObj(i -> writer.write(Job.of("x").queue(queue)))
                    .toList());
        }
    }

    @Test
    void weightedQueuesAreServedInProportionAndNoneStarves() throws Exception {
        var shares = shares("big=50, middle=30, small=20", Map.of("big", 8000, "middle", 5000, "small", 3000));
        System.out.println("weighted: of 10,000 fetches by 50:30:20 " + shares);
        assertThat(shares.get("big")).isCloseTo(5000, Percentage.withPercentage(10));
        assertThat(shares.get("middle")).isCloseTo(3000, Percentage.withPercentage(10));
        assertThat(shares.get("small")).isCloseTo(2000, Percentage.withPercentage(10));
    }

    @Test
    void queuesInStrictOrderAreServedOneAfterTheOther() throws Exception {
        var shares = shares("first, second", Map.of("first", 6000, "second", 6000));
        System.out.println("strict: of 10,000 fetches " + shares);
        assertThat(shares).isEqualTo(Map.of("first", 6000, "second", 4000));
    }

    @Test
    void theDrawIsFairForEveryMixOfWeights() {
        var random = new Random(4711);
        for (var queues : List.of("a=5, b=1", "a=1, b=1, c=1", "a=100, b=10, c=3")) {
            var parsed = Queues.parse(queues);
            var sum = parsed.weights().values().stream()
                    .mapToInt(Integer::intValue)
                    .sum();
            var first = new LinkedHashMap<String, Integer>();
            IntStream.range(0, FETCHES)
                    .forEach(i -> first.merge(parsed.order(random).get(0), 1, Integer::sum));
            parsed.weights()
                    .forEach((queue, weight) -> assertThat(first.get(queue))
                            .as(queue + " of " + queues)
                            .isCloseTo(FETCHES * weight / sum, Percentage.withPercentage(10)));
        }
    }
}
