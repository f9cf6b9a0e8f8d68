package org.faktoryjca.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.faktoryjca.FaktoryHealth;
import org.faktoryjca.Job;
import org.faktoryjca.JobContext;
import org.faktoryjca.client.Connection;
import org.faktoryjca.client.settings.ServerSettings;
import org.faktoryjca.client.settings.Setting;
import org.faktoryjca.testing.server.EmbeddedFaktory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The examples of the worker's guide, run as they stand there. */
@Timeout(120)
@SuppressWarnings("try") // a worker may only be there to be closed
class WorkerGuideTest {
    private final EmbeddedFaktory server = EmbeddedFaktory.start();
    private final String url = server.url();
    private final List<Object> sent = new CopyOnWriteArrayList<>();

    record Mail(String to, String text) {}

    private void send(Object what) {
        sent.add(what);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private void push(Job... jobs) {
        try (var connection = Connection.open(ServerSettings.at(url))) {
            List.of(jobs).forEach(connection::push);
        }
    }

    @Test
    void working() throws Exception {
        push(Job.of("mail", new Mail("a@example.org", "Hello")).queue("critical"));
        var done = CompletableFuture.runAsync(() -> {
            try {
                work();
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        });
        await().until(() -> sent.equals(List.of(new Mail("a@example.org", "Hello"))));
        server.terminate();
        done.get(60, TimeUnit.SECONDS);
    }

    private void work() throws InterruptedException {
        // tag::working[]
        try (var worker = FaktoryWorker.at(url)
                .queues("critical=5, default")
                .on("mail", job -> send(job.arg(0, Mail.class)))
                .shutdownHook()
                .start()) {
            worker.awaitTermination();
        }
        // end::working[]
    }

    @Test
    void severalListeners() {
        push(Job.of("mail", new Mail("b@example.org", "Hi")), Job.of("sms", "0123"), Job.of("fax", 1));
        // tag::several[]
        var builder = FaktoryWorker.at(url)
                .concurrency(4)
                .on("mail", job -> send(job.arg(0, Mail.class)))
                .on("sms", job -> send(job.arg(0, String.class)))
                .onAnyOther(job -> send(job.type()));
        // end::several[]
        try (var worker = builder.start()) {
            await().until(() -> sent.size() == 3);
            assertThat(sent).contains(new Mail("b@example.org", "Hi"), "0123", "fax");
            server.close();
        }
    }

    @Test
    void theContextOfAJob() {
        push(Job.of("report").retry(3));
        try (var worker = FaktoryWorker.at(url).on("report", job -> report()).start()) {
            await().until(() -> sent.equals(List.of("execution 1, 3 left")));
            server.close();
        }
    }

    private void report() {
        // tag::context[]
        var context = JobContext.current().orElseThrow();
        send("execution " + context.attempt() + ", " + context.retriesLeft() + " left");
        if (context.leaseEnds().isBefore(Instant.now().plusSeconds(10))) {
            throw new IllegalStateException("too little time left: better another worker begins anew");
        }
        // end::context[]
    }

    @Test
    void operating() {
        push(Job.of("mail", new Mail("c@example.org", "Hey")));
        try (var worker =
                FaktoryWorker.at(url).on("mail", job -> send(job.type())).start()) {
            await().until(() -> worker.health().isUp());
            // tag::operating[]
            worker.quiet(); // fetches no more; what runs goes on
            worker.resume(); // works again, as another worker to the server
            // end::operating[]
            await().until(() -> worker.health().isUp() && sent.size() == 1);
            health();
            assertThat(sent).hasSize(1);
            server.close();
            await().until(() -> !worker.health().isUp());
            health();
            assertThat(sent).hasSize(2).element(1).asString().contains("cannot be reached");
        }
    }

    private void health() {
        // tag::health[]
        for (var health : FaktoryHealth.ofWorkers()) {
            if (!health.isUp()) {
                send(String.join("; ", health.troubles()));
            }
        }
        // end::health[]
    }

    @Test
    void listening() {
        push(Job.of("mail", "no record"), Job.of("mail", new Mail("d@example.org", "Yo")));
        // tag::listening[]
        var failures = new AtomicLong();
        var builder = FaktoryWorker.at(url).listener(event -> {
            if (event instanceof WorkerEvent.Failed) {
                failures.incrementAndGet();
            }
        });
        // end::listening[]
        try (var worker =
                builder.on("mail", job -> send(job.arg(0, Mail.class))).start()) {
            await().until(() -> failures.get() == 1 && sent.size() == 1);
            server.close();
        }
    }

    @Test
    void stopping() {
        push(Job.of("slow"));
        // tag::stopping[]
        var builder = FaktoryWorker.at(url)
                .shutdownTimeout(Duration.ofSeconds(25))
                .interruptOnShutdown()
                .set(Setting.LABELS, "blue");
        // end::stopping[]
        builder.shutdownTimeout(Duration.ofMillis(100));
        try (var worker = builder.on("slow", job -> {
                    send("begun");
                    TimeUnit.MINUTES.sleep(5);
                })
                .start()) {
            await().until(() -> sent.size() == 1);
            worker.stop();
            assertThat(server.retries())
                    .singleElement()
                    .asString()
                    .contains("WorkerShutdown", "then it threw java.lang.InterruptedException");
        }
    }
}
