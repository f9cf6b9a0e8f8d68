package org.faktoryjca.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.shrinkwrap.api.spec.EnterpriseArchive;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Jobs in message-driven beans: how arguments become parameters, and what becomes of each job and its transaction. */
@ExtendWith(ArquillianExtension.class)
@RunAsClient
class WorkIT {
    private static final String POINT = "{\"x\":1,\"y\":2,\"name\":null}";

    private Work work;

    @Deployment(testable = false)
    static EnterpriseArchive application() {
        return Applications.work("work");
    }

    @BeforeEach
    void connect() throws IOException {
        work = new Work();
        work.clear();
    }

    @AfterEach
    void disconnect() throws IOException {
        work.close();
    }

    private String bound(String type, String args) throws IOException {
        work.push("bindings", type, args);
        return work.report(type + ": ");
    }

    @Test
    void argumentsBecomeParametersOfEveryKind() throws IOException {
        assertThat(bound("primitives", "[1,2,3,4,1.5,2.5,true,\"c\"]")).isEqualTo("primitives: 1|2|3|4|1.5|2.5|true|c");
        assertThat(bound("boxed", "[1,2,3,4,1.5,2.5,true,\"c\",12.25]"))
                .isEqualTo("boxed: 1|2|3|4|1.5|2.5|true|c|12.25");
        assertThat(
                        bound(
                                "texts",
                                "[\"s\",\"LARGE\",\"2026-01-02T03:04:05Z\",\"2026-01-02\",\"PT5M\",\"123e4567-e89b-12d3-a456-426614174000\"]"))
                .isEqualTo("texts: s|LARGE|2026-01-02T03:04:05Z|2026-01-02|PT5M|123e4567-e89b-12d3-a456-426614174000");
        assertThat(bound(
                        "objects",
                        "[" + POINT + ",{\"name\":\"Ada\",\"sizes\":[\"LARGE\"]},{\"first\":" + POINT
                                + ",\"second\":[\"SMALL\"]}]"))
                .isEqualTo("objects: Point[x=1, y=2, name=Optional.empty]|Ada|1|1|0");
        assertThat(bound(
                        "containers",
                        "[[" + POINT + "],[\"LARGE\",\"SMALL\"],{\"SMALL\":" + POINT + "},[" + POINT + "],[1,2,3]]"))
                .isEqualTo("containers: 1|[SMALL, LARGE]|2|1|6");
        assertThat(bound("optionals", "[" + POINT + ",null,null]"))
                .isEqualTo("optionals: Optional[1]|Optional.empty|null");
        assertThat(bound("rest", "[\"a\"," + POINT + "," + POINT + "]")).isEqualTo("rest: a|2");
        assertThat(bound("rest", "[\"a\"]")).isEqualTo("rest: a|0");
        assertThat(bound("trailing", "[\"SMALL\"]")).isEqualTo("trailing: SMALL|trailing|1");
    }

    @Test
    void inheritedGenericAndInterceptedMethodsAreTheBeansOwn() throws IOException {
        assertThat(bound("import", "[" + POINT + ",[" + POINT + "]]")).isEqualTo("import: 1/2|[1/2]");
        work.push("bindings", "overridden", "[\"text\"]");
        // The container's own call, which an interceptor of the class is around.
        assertThat(work.report("called: ")).isEqualTo("called: onJob");
        assertThat(work.report("overridden: ")).isEqualTo("overridden: below text");
    }

    @Test
    void theContextIsTheSameInTheWholeThread() throws IOException {
        var id = UUID.randomUUID().toString();
        var jid = work.push("required", "context", "[\"" + id + "\"]", 120, 25);
        var context = work.report("context: " + id).split("\\|");
        assertThat(context).contains("true", jid, "1", "25");
        assertThat(Instant.parse(context[5]))
                .isBetween(Instant.now().plusSeconds(60), Instant.now().plusSeconds(120));
    }

    /** Status 0 is an active transaction, and 6 is none. */
    @ParameterizedTest
    @CsvSource({
        "required,      return,        0, 1, ''",
        "required,      unchecked,     0, 0, java.lang.IllegalStateException: unchecked on purpose",
        "required,      error,         0, 0, java.lang.AssertionError: error on purpose",
        "required,      checked,       0, 0, java.io.IOException: checked on purpose",
        "required,      harmless,      0, 1, Outcomes$Harmless: harmless on purpose",
        "required,      mark,          0, 0, TransactionRolledBack: FAKTORY-604",
        "required,      push-away,     0, 0, TransactionRolledBack: FAKTORY-604",
        "required,      refuse,        0, 0, TransactionRolledBack: FAKTORY-604",
        "lenient,       checked,       0, 1, java.io.IOException: checked on purpose",
        "lenient,       unchecked,     0, 0, java.lang.IllegalStateException: unchecked on purpose",
        "hurried,       outlast,       0, 0, TransactionRolledBack: FAKTORY-604",
        "not-supported, return,        6, 1, ''",
        "not-supported, unchecked,     6, 1, java.lang.IllegalStateException: unchecked on purpose",
        "not-supported, error,         6, 1, java.lang.AssertionError: error on purpose",
        "not-supported, checked,       6, 1, java.io.IOException: checked on purpose",
        "not-supported, harmless,      6, 1, Outcomes$Harmless: harmless on purpose",
        "not-supported, push-away,     6, 1, CannotConnectException: FAKTORY-103",
        "bean-managed,  return,        6, 1, ''",
        "bean-managed,  unchecked,     6, 1, java.lang.IllegalStateException: unchecked on purpose",
        "bean-managed,  error,         6, 1, java.lang.AssertionError: error on purpose",
        "bean-managed,  checked,       6, 1, java.io.IOException: checked on purpose",
        "bean-managed,  harmless,      6, 1, Outcomes$Harmless: harmless on purpose",
        "bean-managed,  push-away,     6, 1, CannotConnectException: FAKTORY-103"
    })
    void jobAndRowEndTogether(String queue, String type, String status, int rows, String failure) throws Exception {
        var id = queue.equals("hurried") ? doneInAHurry(queue, type) : work.done(queue, type);
        assertThat(work.report("status: " + id)).endsWith("|" + status);
        assertThat(work.rows(id)).isEqualTo(rows);
        assertFailure(id, failure);
    }

    /** Payara has the time-out from the bean's descriptor; WildFly begins a delivery's transaction with the server's, whatever that says. */
    private String doneInAHurry(String queue, String type) throws Exception {
        if (!ServerProcess.isWildFly()) {
            return work.done(queue, type);
        }
        WildFly.command("/subsystem=transactions:write-attribute(name=default-timeout,value=3)");
        try {
            return work.done(queue, type);
        } finally {
            WildFly.command("/subsystem=transactions:undefine-attribute(name=default-timeout)");
        }
    }

    private void assertFailure(String id, String expected) throws Exception {
        if (expected.isEmpty()) {
            assertThat(work.failure(id)).isEmpty();
        } else {
            assertThat(work.failure(id)).contains(expected.split(": "));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "required,      push,          1, 1",
        "required,      push-and-fail, 0, 0",
        "not-supported, push-and-fail, 1, 1",
        "bean-managed,  push,          1, 1",
        "bean-managed,  own,           1, 1"
    })
    void aPushOfTheBeanLeavesWithItsRow(String queue, String type, int rows, int pushed) throws Exception {
        var id = work.done(queue, type);
        assertThat(work.rows(id)).isEqualTo(rows);
        assertThat(work.rows(id + "-never")).isZero();
        for (int i = 0; i < pushed; i++) {
            assertThat(work.fetch("pushed")).contains(id + "\"");
        }
        assertThat(work.fetch("pushed")).isEmpty();
    }

    /** JPA writes when the transaction completes, so that refusals come after the method has returned. */
    @ParameterizedTest
    @CsvSource({
        "persisting-required, persist,                1, ''",
        "persisting-required, persist-and-throw,      0, java.lang.IllegalStateException: thrown on purpose",
        "persisting-required, persist-and-mark,       0, TransactionRolledBack: FAKTORY-604",
        "persisting-required, persist-twice,          0, TransactionRolledBack: FAKTORY-604",
        "persisting-required, persist-beside-refusal, 0, TransactionRolledBack: FAKTORY-604",
        "persisting-itself,   persist,                1, ''",
        "persisting-itself,   persist-and-throw,      0, java.lang.IllegalStateException: thrown on purpose",
        "persisting-itself,   persist-and-mark,       0, RollbackException",
        "persisting-itself,   persist-twice,          0, RollbackException",
        "persisting-itself,   persist-too-long,       0, RollbackException",
        "persisting-itself,   persist-beside-refusal, 0, RollbackException"
    })
    void jobAndRowsByJpaEndTogether(String queue, String type, int rows, String failure) throws Exception {
        var id = work.done(queue, type);
        assertThat(work.entries(id)).isEqualTo(rows);
        assertFailure(id, failure);
    }

    @Test
    void aTransactionThatABeanLeavesOpenFailsItsJob() throws Exception {
        var id = work.done("bean-managed", "open");
        assertThat(work.rows(id)).isZero();
        assertThat(work.failure(id)).isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"required", "not-supported", "bean-managed"})
    void argumentsThatDoNotFitAreNamed(String queue) throws Exception {
        var before = work.faktory().counts();
        var id = "not-a-number-" + queue;
        work.push(queue, "number", "[\"" + id + "\"]");
        work.awaitProcessed(before.processed() + 1);
        assertThat(work.failure(id)).contains("InvalidArguments", "argument 0 should be int");
    }

    @ParameterizedTest
    @ValueSource(strings = {"required", "not-supported", "bean-managed"})
    void aTypeThatNobodyTakesIsNamed(String queue) throws Exception {
        var before = work.faktory().counts();
        var id = "nobodys-argument-" + queue;
        work.push(queue, "nobodys", "[\"" + id + "\"]");
        work.awaitProcessed(before.processed() + 1);
        assertThat(work.failure(id)).contains("UnknownJobType", "nobodys");
    }

    @Test
    void theStackBeginsInTheBeanAndEndsThere() throws Exception {
        var id = work.done("required", "unchecked");
        var link = Pattern.compile("href=\"[^\"]*(morgue/[^\"]+)\"").matcher(work.failure(id));
        assertThat(link.find()).isTrue();
        var page = work.page(link.group(1).replace("|", "%7C"));
        assertThat(page)
                .contains("Outcomes.unchecked(", "Caused by: java.io.IOException: below")
                .doesNotContain("EJBException", "org.jboss", "com.sun.ejb", "org.faktoryjca.ra");
    }

    @Test
    void theJobIsAcknowledgedAfterTheCommitAndNotBefore() throws Exception {
        var id = UUID.randomUUID().toString();
        var before = work.faktory().counts();
        var job = work.push("required", "gates", "[\"" + id + "\"]");

        work.report("before-completion: " + id);
        assertThat(work.rows(id)).isZero();
        assertThat(work.isReserved(job)).isTrue();

        work.go(id + "-commit");
        // 3 is committed: the row is there, and the job still is not done.
        assertThat(work.report("after-completion: " + id)).endsWith("|3");
        assertThat(work.rows(id)).isEqualTo(1);
        assertThat(work.isReserved(job)).isTrue();

        work.go(id + "-end");
        work.awaitWorking(0);
        assertThat(work.faktory().counts().failures()).isEqualTo(before.failures());
    }

    @ParameterizedTest
    @ValueSource(strings = {"required", "not-supported", "bean-managed"})
    void aJobWhoseConnectionIsLostFinishesAndIsReportedOnAnother(String queue) throws Exception {
        var id = UUID.randomUUID().toString();
        work.push(queue, "linger", "[\"" + id + "\"]");
        work.report("lingering: " + id);

        Suite.faktory().restart();
        work.reconnect();
        work.awaitWorking(1);
        var before = work.faktory().counts();
        work.go(id + "-end");

        // The word to go on, and the job itself.
        work.awaitProcessed(before.processed() + 2);
        assertThat(work.rows(id)).isEqualTo(1);
        assertThat(work.failure(id)).isEmpty();
    }

    /** Only in the long run: the server grants no reservation below a minute, and the worker counts it on its own clock: this lasts as long. */
    @Test
    @EnabledIfSystemProperty(
            named = "verify.long",
            matches = "true",
            disabledReason = "takes 80 s; only in ./verify --long")
    void whatOutlastsItsReservationIsRolledBackAndNotReported() throws Exception {
        var with = UUID.randomUUID().toString();
        var without = List.of(UUID.randomUUID().toString(), UUID.randomUUID().toString());
        try (var log = new ServerLog();
                var server = ServerJvm.open()) {
            work.push("required", "linger", "[\"" + with + "\"]", 60);
            work.push("not-supported", "linger", "[\"" + without.get(0) + "\"]", 60);
            work.push("bean-managed", "linger", "[\"" + without.get(1) + "\"]", 60);
            for (int i = 0; i < 3; i++) {
                work.report("lingering: ");
            }

            // The server has taken all back.
            await().atMost(Duration.ofSeconds(150))
                    .pollInterval(Duration.ofSeconds(1))
                    .untilAsserted(
                            () -> assertThat(work.faktory().counts().dead()).isEqualTo(3));
            assertThat(log.count("FAKTORY-602")).isEqualTo(3);
            work.go(with + "-end");
            for (var id : without) {
                work.go(id + "-end");
            }
            await().atMost(Work.PATIENCE)
                    .untilAsserted(() -> assertThat(server.busy()).isZero());
        }
        assertThat(work.rows(with)).isZero();
        assertThat(work.failure(with)).contains("ReservationExpired");
        for (var id : without) {
            assertThat(work.rows(id)).isEqualTo(1);
            assertThat(work.failure(id)).contains("ReservationExpired");
        }
    }
}
