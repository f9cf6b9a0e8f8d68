package org.faktoryjca.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.lang.management.ManagementFactory;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import javax.management.MBeanServer;
import javax.management.MalformedObjectNameException;
import javax.management.ObjectName;
import org.faktoryjca.FaktoryHealth;
import org.faktoryjca.Job;
import org.faktoryjca.JobContext;
import org.faktoryjca.JobFilter;
import org.faktoryjca.client.Connection;
import org.faktoryjca.client.settings.ServerSettings;
import org.faktoryjca.client.settings.Setting;
import org.faktoryjca.testing.server.EmbeddedFaktory;
import org.faktoryjca.testing.server.FaktoryProcess;
import org.faktoryjca.testing.server.WorkServers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What an operator sees of a worker, and can do with it. */
@Timeout(120)
@SuppressWarnings("try") // a worker is closed before its server goes, whatever a test comes to
class WorkerOperationTest {
    private final MBeanServer beans = ManagementFactory.getPlatformMBeanServer();
    private final HeardEvents heard = new HeardEvents();

    private Set<ObjectName> names(EmbeddedFaktory server) throws MalformedObjectNameException {
        return beans.queryNames(
                new ObjectName("org.faktoryjca:type=Worker,name=\"127.0.0.1:" + server.port() + "\",*"), null);
    }

    private static List<FaktoryHealth> workersOf(EmbeddedFaktory server) {
        return FaktoryHealth.ofWorkers().stream()
                .filter(health -> health.server().equals("127.0.0.1:" + server.port()))
                .toList();
    }

    @Test
    void aWorkerIsAnMBeanFromItsFirstHandlerToItsClose() throws Exception {
        try (var server = EmbeddedFaktory.start()) {
            var worker = TestWorkers.worker(server, heard, Duration.ofSeconds(5));
            assertThat(names(server)).isEmpty();
            worker.add(TestWorkers.handler("default", 4, job -> {
                if (job.type().equals("fails")) {
                    throw new IllegalStateException("as it is meant to");
                }
            }));
            var wid = worker.identity().wid();
            var name = names(server).iterator().next();
            assertThat(name.getKeyProperty("wid")).isEqualTo(wid);

            TestWorkers.push(server, Job.of("x"), Job.of("fails"), Job.of("x"));
            await().until(() -> beans.getAttribute(name, "Processed").equals(3L));
            assertThat(beans.getAttribute(name, "Failed")).isEqualTo(1L);
            assertThat(beans.getAttribute(name, "State")).isEqualTo("RUNNING");
            assertThat(beans.getAttribute(name, "Reconnects")).isEqualTo(0L);
            assertThat((String[]) beans.getAttribute(name, "Labels")).containsExactly("test");
            assertThat(beans.getAttribute(name, "Busy")).isEqualTo(0);
            assertThat((Integer) beans.getAttribute(name, "Lanes")).isPositive();
            await().until(() -> (Boolean) beans.getAttribute(name, "Up"));
            assertThat(Instant.parse((String) beans.getAttribute(name, "LastHeartbeat")))
                    .isAfter(Instant.now().minusSeconds(30));
            assertThat((String[]) beans.getAttribute(name, "Troubles")).isEmpty();

            beans.invoke(name, "quiet", new Object[0], new String[0]);
            assertThat(beans.getAttribute(name, "State")).isEqualTo("QUIET");
            beans.invoke(name, "resume", new Object[0], new String[0]);
            assertThat(names(server))
                    .as("one, under the new wid")
                    .singleElement()
                    .extracting(now -> now.getKeyProperty("wid"))
                    .isEqualTo(worker.identity().wid())
                    .isNotEqualTo(wid);

            server.close();
            worker.close();
            assertThat(names(server)).isEmpty();
        }
    }

    @Test
    void whatRunsNowAndOutagesThatAreOverAreCounted() throws Exception {
        var end = new CountDownLatch(1);
        var server = EmbeddedFaktory.start();
        try (var worker = TestWorkers.worker(server, heard, Duration.ofSeconds(5))) {
            worker.add(TestWorkers.handler("default", 4, job -> end.await()));
            var name = names(server).iterator().next();
            TestWorkers.push(server, Job.of("x"), Job.of("x"));
            await().until(() -> beans.getAttribute(name, "Busy").equals(2));
            assertThat(beans.getAttribute(name, "Processed")).isEqualTo(0L);

            server.close();
            await().until(() -> beans.getAttribute(name, "Connected").equals(false));
            end.countDown();
            try (var again =
                    EmbeddedFaktory.builder().bind("127.0.0.1", server.port()).start()) {
                await().until(() -> beans.getAttribute(name, "Reconnects").equals(1L));
                assertThat(beans.getAttribute(name, "Connected")).isEqualTo(true);
                assertThat(beans.getAttribute(name, "Busy")).isEqualTo(0);
                assertThat(again.workers()).hasSize(1);
                worker.close();
            }
        } finally {
            server.close();
        }
    }

    @Test
    void itsHealthIsTheTruth() throws Exception {
        var server = EmbeddedFaktory.start();
        try (var worker = TestWorkers.worker(server, heard, Duration.ofSeconds(5))) {
            assertThat(worker.health().isUp()).as("without a handler").isFalse();
            worker.add(TestWorkers.handler("default", 1, job -> {}));
            await().until(() -> worker.health().isUp());
            assertThat(workersOf(server)).singleElement().satisfies(health -> {
                assertThat(health.wid()).isEqualTo(worker.identity().wid());
                assertThat(health.isUp()).isTrue();
                assertThat(health.sinceHeartbeat().orElseThrow()).isLessThan(Duration.ofSeconds(30));
            });

            server.close();
            await().until(() -> !worker.health().isUp());
            assertThat(worker.health().troubles())
                    .singleElement()
                    .asString()
                    .contains("127.0.0.1:" + server.port(), "cannot be reached");

            worker.stop();
            assertThat(workersOf(server))
                    .singleElement()
                    .satisfies(health -> assertThat(health.troubles())
                            .singleElement()
                            .asString()
                            .contains("STOPPED"));
        }
        assertThat(workersOf(server)).isEmpty();
    }

    @Test
    void withoutAHeartbeatForAMinuteItIsDown() {
        var time = new MovedTime();
        try (var server = EmbeddedFaktory.start()) {
            var settings = new WorkerSettings(
                    ServerSettings.at(server.url()),
                    List.of(),
                    Duration.ofSeconds(5),
                    Duration.ZERO,
                    Duration.ofHours(1));
            try (var worker = TestWorkers.worker(settings, heard, WorkerThreads.own(), time)) {
                worker.add(TestWorkers.handler("default", 1, job -> {}));
                await().until(() -> worker.health().isUp());
                time.move(Duration.ofSeconds(60));
                assertThat(worker.health().troubles())
                        .singleElement()
                        .asString()
                        .contains("no heartbeat", "60 s");
                server.close();
            }
        }
    }

    @Test
    void queuesWithoutAThreadAreATrouble() {
        var health = new FaktoryHealth("host:7419", "wid", "RUNNING", true, Optional.of(Duration.ofSeconds(1)), 1, 2);
        assertThat(health.troubles()).containsExactly("worker wid has no thread for 2 sets of queues");
    }

    @Test
    void aThreadThatDoesNotComeIsATroubleAndSaidOnce() {
        var time = new MovedTime();
        WorkerThreads silent = (name, task) -> {
            // As a work manager does that takes the work and has no thread for it.
            if (!name.contains("-lane-")) {
                WorkerThreads.own().start(name, task);
            }
        };
        try (var server = EmbeddedFaktory.start()) {
            var settings = TestWorkers.settings(ServerSettings.at(server.url()), Duration.ZERO);
            try (var worker = TestWorkers.worker(settings, heard, silent, time)) {
                worker.add(TestWorkers.handler("default", 2, job -> {}));
                await().until(() -> worker.health().connected());
                assertThat(worker.health().troubles())
                        .singleElement()
                        .asString()
                        .contains("has no thread for 1 set of queues");
                assertThat(heard.of(WorkerEvent.NoThread.class)).isEmpty();

                time.move(Duration.ofSeconds(10));
                await().until(() -> heard.of(WorkerEvent.NoThread.class).size() == 1);
                assertThat(heard.of(WorkerEvent.NoThread.class).get(0).cause())
                        .hasMessageContainingAll("FAKTORY-504", "default");
                server.close();
            }
        }
    }

    private static FaktoryProcess real() {
        var binary = FaktoryProcess.find("faktory");
        if (!WorkServers.isRealRequired()) {
            assumeTrue(binary.isPresent(), "there is no 'faktory' on the PATH");
        }
        return FaktoryProcess.builder(binary.orElseThrow()).start();
    }

    @Test
    void faktorysPageShowsTheWorker() throws Exception {
        try (var server = real();
                var worker = FaktoryWorker.at(server.url())
                        .set(Setting.LABELS, "blue, images")
                        .onAnyOther(job -> {})
                        .start()) {
            var identity = WorkerIdentities.fresh(List.of());
            var page =
                    HttpRequest.newBuilder(URI.create(server.pages() + "busy")).build();
            await().untilAsserted(() -> assertThat(HttpClient.newHttpClient()
                            .send(page, BodyHandlers.ofString())
                            .body())
                    .contains(worker.wid(), identity.hostname(), Integer.toString(identity.pid()), "blue", "images"));
        }
    }

    @Test
    void aJobThatRunsKnowsWhichExecutionItIsAndHowManyAreLeft() {
        var seen = new CopyOnWriteArrayList<Object>();
        var known = new CopyOnWriteArrayList<JobContext>();
        var before = Instant.now();
        try (var server = real();
                var connection = Connection.open(ServerSettings.at(server.url()));
                var worker = FaktoryWorker.at(server.url())
                        .on("x", job -> {
                            var context = JobContext.current().orElseThrow();
                            known.add(context);
                            seen.add(List.of(context.attempt(), context.retriesLeft()));
                            throw new IllegalStateException("again");
                        })
                        .start()) {
            assertThat(worker.isRunning()).isTrue();
            var jid = connection.push(Job.of("x").retry(2).reserveFor(Duration.ofSeconds(90)));
            for (int attempt = 1; attempt <= 3; attempt++) {
                var runs = attempt;
                await().until(() -> seen.size() == runs);
                if (runs < 3) {
                    await().until(() -> connection.info().retries() == 1);
                    connection.admin().retries().requeue(JobFilter.everyJob());
                }
            }
            await().until(() -> connection.info().dead() == 1);
            assertThat(seen).containsExactly(List.of(1, 2), List.of(2, 1), List.of(3, 0));
            assertThat(known).hasSize(3).allSatisfy(context -> {
                assertThat(context.job().jid()).contains(jid);
                assertThat(context.leaseEnds())
                        .isBetween(before.plusSeconds(80), Instant.now().plusSeconds(90));
            });
            assertThat(JobContext.current()).isEmpty();
        }
    }
}
