package org.faktoryjca.testing.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * One topic of the {@link Contract}: before each test a greeted client, and a server that holds no jobs.
 *
 * <p>INFO is asked for only while nothing is pushed: a real server may crash otherwise.
 */
@Execution(ExecutionMode.SAME_THREAD)
abstract class ContractTopic {

    /** Far enough for a job not to be due during the tests. */
    static final String LATER = "2090-01-01T00:00:00Z";

    private static final AtomicInteger NEXT_JID = new AtomicInteger();

    RawClient client;

    abstract Contract contract();

    @BeforeEach
    void connect() throws IOException {
        client = RawClient.greeted(server());
        assertThat(client.ask("FLUSH")).isEqualTo("+OK");
    }

    @AfterEach
    void disconnect() throws IOException {
        client.close();
    }

    WorkServer server() {
        return contract().server();
    }

    boolean has(Wrong wrong) {
        return contract().wrongs().contains(wrong);
    }

    /** Lets time pass on the server's clock, see {@link Contract#pass}. */
    void pass(Duration time) {
        contract().pass(server(), time);
    }

    static String jid() {
        return "contract-test-" + NEXT_JID.incrementAndGet();
    }

    /** Later fields win over earlier ones, so that {@code more} may replace args and jobtype. */
    static String job(String jid, String more) {
        return "{\"jid\":\"" + jid + "\",\"jobtype\":\"test\",\"args\":[],\"retry\":25" + more + "}";
    }

    /** By PUSHB with a retry: PUSH with one changes the real server's default. */
    void push(String jid, String more) throws IOException {
        assertThat(client.ask("PUSHB [" + job(jid, more) + "]")).isEqualTo("{}");
    }

    String fetchedJid(String queues) throws IOException {
        return client.askJson("FETCH " + queues).get("jid").getAsString();
    }

    /** Pushed and fetched. */
    String working(String more) throws IOException {
        var jid = jid();
        push(jid, more);
        assertThat(fetchedJid("default")).isEqualTo(jid);
        return jid;
    }

    void acknowledge(String jid) throws IOException {
        assertThat(client.ask("ACK {\"jid\":\"" + jid + "\"}")).isEqualTo("+OK");
    }

    void fail(String jid, String more) throws IOException {
        assertThat(client.ask("FAIL {\"jid\":\"" + jid + "\"" + (more.isEmpty() ? "" : "," + more) + "}"))
                .isEqualTo("+OK");
    }

    void mutate(String command, String target, String more) throws IOException {
        assertThat(client.ask("MUTATE {\"cmd\":\"" + command + "\",\"target\":\"" + target + "\"" + more + "}"))
                .isEqualTo("+OK");
    }

    /** The one job of a set, run again. */
    JsonObject requeued(String target) throws IOException {
        mutate("requeue", target, "");
        return client.askJson("FETCH default");
    }

    JsonObject info() throws IOException {
        return client.askJson("INFO").getAsJsonObject("faktory");
    }

    /** How many jobs are scheduled, in retries, dead or working. */
    int set(String name) throws IOException {
        return info().getAsJsonObject("sets").get(name).getAsInt();
    }

    /** What the server has done by itself: one number of one of INFO's tasks. */
    double task(String name, String number) throws IOException {
        return info().getAsJsonObject("tasks").getAsJsonObject(name).get(number).getAsDouble();
    }

    int count(String name) throws IOException {
        return info().get(name).getAsInt();
    }

    /** How many jobs wait in a queue; −1 if there is no such queue. */
    int queue(String name) throws IOException {
        var queues = info().getAsJsonObject("queues");
        return queues.has(name) ? queues.get(name).getAsInt() : -1;
    }

    /** The server's own time: a test may have moved it. */
    Instant now() throws IOException {
        return time(client.askJson("INFO"), "now");
    }

    static Instant time(JsonObject object, String key) {
        return OffsetDateTime.parse(object.get(key).getAsString()).toInstant();
    }

    static Duration elapsed(long start) {
        return Duration.ofNanos(System.nanoTime() - start);
    }
}
