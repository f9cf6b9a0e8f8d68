package org.faktoryjca.worker;

import static java.util.concurrent.CompletableFuture.supplyAsync;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.faktoryjca.InvalidBeanException;
import org.faktoryjca.Job;
import org.junit.jupiter.api.Test;

class RouterTest {
    private final MovedTime time = new MovedTime();
    private final Gate gate = new Gate();
    private final List<Duration> waits = new CopyOnWriteArrayList<>();
    private final Router router = new Router(Duration.ofSeconds(30), time);

    private Registration added(String queues, String... types) {
        var registration = registration(queues, types);
        router.add(registration);
        return registration;
    }

    private static Registration registration(String queues, String... types) {
        return new Registration(
                TestWorkers.handler(queues, Set.of(types), 1, delivery -> Outcome.succeeded()), new Capacity(1));
    }

    private Optional<Registration> routed(String queue, String type) {
        var job = Job.of(type).queue(queue);
        return router.find(job).or(() -> router.await(job, gate, waits::add));
    }

    @Test
    void aJobGoesToWhoNamesItsTypeElseToTheCatchAllOfItsQueue() {
        var any = added("a");
        var mail = added("a, b", "mail", "sms");
        var other = added("b", "fax");

        assertThat(routed("a", "mail")).hasValue(mail);
        assertThat(routed("b", "sms")).hasValue(mail);
        assertThat(routed("a", "fax")).hasValue(any);
        assertThat(routed("b", "fax")).hasValue(other);
    }

    @Test
    void aJobThatSaysNoQueueIsOfTheDefaultOne() {
        var any = added("default");
        assertThat(router.find(Job.of("x"))).hasValue(any);
    }

    @Test
    void afterTheGraceAJobNobodyTakesIsGivenUp() {
        added("a", "mail");
        time.move(Duration.ofSeconds(30));
        assertThat(routed("a", "fax")).isEmpty();
        assertThat(routed("b", "mail")).isEmpty();
    }

    @Test
    void withinTheGraceAJobWaitsForItsHandler() throws Exception {
        time.move(Duration.ofSeconds(29));
        var job = supplyAsync(() -> routed("a", "mail"));
        var mail = added("a", "mail");
        assertThat(job.get(60, TimeUnit.SECONDS)).hasValue(mail);
    }

    @Test
    void ofJobsAlikeThatWaitTheFirstIsToldOf() throws Exception {
        time.move(Duration.ofSeconds(10));
        var mail = supplyAsync(() -> routed("a", "mail"));
        var fax = supplyAsync(() -> routed("a", "fax"));
        await().until(() -> waits.size() == 2);
        var another = supplyAsync(() -> routed("a", "mail"));
        time.move(Duration.ofSeconds(20));
        assertThat(mail.get(60, TimeUnit.SECONDS)).isEmpty();
        assertThat(fax.get(60, TimeUnit.SECONDS)).isEmpty();
        assertThat(another.get(60, TimeUnit.SECONDS)).isEmpty();
        assertThat(waits).containsExactly(Duration.ofSeconds(20), Duration.ofSeconds(20));
    }

    @Test
    void everyChangeBeginsTheGraceAnew() throws Exception {
        time.move(Duration.ofSeconds(30));
        var mail = added("a", "mail");
        router.remove(mail);
        var job = supplyAsync(() -> routed("a", "mail"));
        router.add(mail);
        assertThat(job.get(60, TimeUnit.SECONDS)).hasValue(mail);
    }

    @Test
    void aClosedGateEndsTheWait() throws Exception {
        var job = supplyAsync(() -> routed("a", "mail"));
        gate.close();
        assertThat(job.get(60, TimeUnit.SECONDS)).isEmpty();
    }

    @Test
    void twoForTheSameTypeOfAQueueAreRefusedAndNamed() {
        added("a, b", "mail");
        assertThatThrownBy(() -> router.add(registration("c, b", "mail", "fax")))
                .isInstanceOf(InvalidBeanException.class)
                .hasMessageStartingWith("FAKTORY-502")
                .hasMessageContainingAll("a handler of [mail]", "queue b", "job type mail");
    }

    @Test
    void twoCatchAllsOfAQueueAreRefused() {
        added("a, b");
        assertThatThrownBy(() -> router.add(registration("b")))
                .isInstanceOf(InvalidBeanException.class)
                .hasMessageContainingAll("all job types", "queue b");
    }

    @Test
    void everyClashIsNamedAtOnceAndNothingBut() {
        added("p, q, r", "mail", "sms", "fax");
        added("q, s", "letter");
        assertThatThrownBy(() -> router.add(registration("r, q, s, t", "sms", "mail", "letter", "call")))
                .isInstanceOf(InvalidBeanException.class)
                .hasMessageContainingAll(
                        "both take job types mail, sms of queues q, r; ",
                        "both take job type letter of queues q, s: name different");
        // Whoever was refused takes nothing.
        time.move(Duration.ofSeconds(30));
        assertThat(routed("t", "call")).isEmpty();
    }

    @Test
    void theSameTypesOfOtherQueuesAndACatchAllBesideANameAreNotAmbiguous() {
        added("a", "mail");
        assertThatCode(() -> {
                    added("b", "mail");
                    added("a");
                    added("b");
                    added("a", "fax");
                })
                .doesNotThrowAnyException();
    }
}
