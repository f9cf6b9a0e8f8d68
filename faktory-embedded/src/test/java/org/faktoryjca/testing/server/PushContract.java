package org.faktoryjca.testing.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** PUSH and PUSHB: what becomes of a job that is accepted. What is refused is in {@link RefusalContract}. */
abstract class PushContract extends ContractTopic {

    private static final int PUSHERS = 6;
    private static final int PUSHES = 300;
    private static final int NEW_QUEUES = 2_000;

    @Test
    void aJobComesOutAsItWentInAndIsGoneWhenAcknowledged() throws IOException {
        var jid = jid();
        var before = now();
        push(jid, ",\"args\":[1,2,true,\"hello\"],\"custom\":{\"a\":null}");
        var job = client.askJson("FETCH default");
        assertThat(job.keySet())
                .containsExactly("retry", "custom", "jid", "queue", "jobtype", "created_at", "enqueued_at", "args");
        assertThat(job.get("jid").getAsString()).isEqualTo(jid);
        assertThat(job.get("queue").getAsString()).isEqualTo("default");
        assertThat(job.get("jobtype").getAsString()).isEqualTo("test");
        assertThat(job.get("args")).hasToString("[1,2,true,\"hello\"]");
        assertThat(job.get("retry").getAsInt()).isEqualTo(25);
        for (var key : new String[] {"created_at", "enqueued_at"}) {
            assertThat(time(job, key)).isBetween(before.minusMillis(1), now().plusMillis(1));
        }
        acknowledge(jid);
        assertThat(client.ask("FAIL {\"jid\":\"" + jid + "\"}")).isEqualTo("-ERR Job not found " + jid);
        assertThat(count("total_processed")).isEqualTo(1);
    }

    @Test
    void whatTheClientSaysIsKeptAndOnlyTheTimeOfEnqueueingIsTheServers() throws IOException {
        var jid = jid();
        push(
                jid,
                ",\"at\":\"2020-01-01T00:00:00Z\",\"created_at\":\"y\",\"enqueued_at\":\"x\",\"reserve_for\":1,"
                        + "\"backtrace\":2,\"failure\":{\"retry_count\":3,\"message\":\"m\"}");
        assertThat(client.ask("FETCH default").replaceFirst("20\\d\\d-[^\"]*Z", "NOW"))
                .isEqualTo("{\"retry\":25,\"failure\":{\"failed_at\":\"\",\"message\":\"m\",\"retry_count\":3,"
                        + "\"remaining\":0},\"jid\":\"" + jid + "\",\"queue\":\"default\",\"jobtype\":\"test\","
                        + "\"created_at\":\"y\",\"enqueued_at\":\"NOW\",\"at\":\"2020-01-01T00:00:00Z\","
                        + "\"args\":[],\"reserve_for\":1,\"backtrace\":2}");
    }

    @Test
    void whatIsEmptyIsAsGoodAsAbsent() throws IOException {
        push(
                jid(),
                ",\"queue\":\"\",\"custom\":{},\"reserve_for\":0,\"backtrace\":0,\"at\":\"\",\"created_at\":null,"
                        + "\"failure\":null");
        assertThat(client.askJson("FETCH default").keySet())
                .containsExactly("retry", "jid", "queue", "jobtype", "created_at", "enqueued_at", "args");
    }

    @Test
    void severalJobsAreAnsweredWithThoseRefusedAndTheOthersAreStored() throws IOException {
        var good = jid();
        var jobs = "[" + job(good, "") + ",{\"jid\":\"1\"},{},{\"jid\":\"without-type\"},"
                + "{\"jid\":\"without-args\",\"jobtype\":\"a\"}," + job("bad-queue", ",\"queue\":\"a b\"") + "]";
        var refused = client.askJson("PUSHB " + jobs);
        assertThat(refused.keySet()).containsExactlyInAnyOrder("", "1", "without-type", "without-args", "bad-queue");
        assertThat(refused.get("").getAsString()).isEqualTo("jobs must have a reasonable jid parameter");
        assertThat(refused.get("bad-queue").getAsString())
                .startsWith("cannot get \"a b\" queue: queue names must match");
        assertThat(fetchedJid("default")).isEqualTo(good);
    }

    @Test
    void oneJobOfAWrongTypeRefusesTheWholeArray() throws IOException {
        assertThat(client.ask("PUSHB [" + job(jid(), "") + ",5]"))
                .isEqualTo("-ERR invalid JSON: json: cannot unmarshal number into Go value of type client.Job");
        assertThat(count("total_enqueued")).isZero();
    }

    @Test
    void noJobsAtAllIsAHarmlessPing() throws IOException {
        assertThat(client.ask("PUSHB []")).isEqualTo("{}");
    }

    @Test
    void aThousandJobsInOneCommandComeOutInTheirOrder() throws IOException {
        var jobs = new StringBuilder("[");
        for (var i = 0; i < 1000; i++) {
            jobs.append(i == 0 ? "" : ",").append(job("thousand-" + i, ""));
        }
        assertThat(client.ask("PUSHB " + jobs + "]")).isEqualTo("{}");
        for (var i = 0; i < 1000; i++) {
            assertThat(fetchedJid("default")).isEqualTo("thousand-" + i);
        }
    }

    @Test
    void numbersPassThroughFloatsAndHtmlIsEscaped() throws IOException {
        push(
                jid(),
                ",\"args\":[1.0,9007199254740993,1e21,1e20,0.000001,1e-7,0.1,-0.0,5e-324,1.5e300,3.0e-5,"
                        + "\"<>&é\\u0001\\b\\/\\ud800\\ud83d\\ude00\\ud83dx\\u2028\"],"
                        + "\"custom\":{\"b\":1.0,\"a\":1e30,\"c\":{\"z\":1,\"y\":[2.50]}}");
        assertThat(client.ask("FETCH default"))
                .contains("\"args\":[1,9007199254740992,1e+21,100000000000000000000,0.000001,1e-7,0.1,-0,5e-324,"
                        + "1.5e+300,0.00003,\"\\u003c\\u003e\\u0026é\\u0001\\b/\uFFFD\uD83D\uDE00\uFFFDx\\u2028\"]")
                .contains("\"custom\":{\"a\":1e+30,\"b\":1,\"c\":{\"y\":[2.5],\"z\":1}}");
    }

    @Test
    void unknownFieldsAreDroppedAndTheCaseOfKnownOnesDoesNotMatter() throws IOException {
        // The long s and the sign for Kelvin are cases of s and k too.
        push(jid(), ",\"JobType\":\"other\",\"foo\":1,\"arg\u017f\":[7],\"bac\u212atrace\":5");
        var job = client.askJson("FETCH default");
        assertThat(job.get("jobtype").getAsString()).isEqualTo("other");
        assertThat(job.get("args")).hasToString("[7]");
        assertThat(job.get("backtrace").getAsInt()).isEqualTo(5);
        assertThat(job.has("foo")).isFalse();
    }

    @Test
    void theSameJidMayBePushedTwiceAndRunsTwice() throws IOException {
        var jid = jid();
        push(jid, "");
        push(jid, "");
        assertThat(fetchedJid("default")).isEqualTo(jid);
        assertThat(fetchedJid("default")).isEqualTo(jid);
    }

    @Test
    void theRetryOfAPushChangesTheDefaultOfAllWhereTheServerIsWrong() throws IOException {
        var push = "PUSH {\"jid\":\"some-job\",\"jobtype\":\"test\",\"args\":[]";
        var pushSeveral = "PUSHB [{\"jid\":\"other-job\",\"jobtype\":\"test\",\"args\":[]}]";
        try {
            assertThat(client.ask(push + ",\"retry\":3}")).isEqualTo("+OK");
            assertThat(client.ask(push + "}")).isEqualTo("+OK");
            assertThat(client.ask(pushSeveral)).isEqualTo("{}");
            var expected = has(Wrong.PUSH_CHANGES_THE_DEFAULT_RETRY) ? 3 : 25;
            assertThat(client.askJson("FETCH default").get("retry").getAsInt()).isEqualTo(3);
            assertThat(client.askJson("FETCH default").get("retry").getAsInt()).isEqualTo(expected);
            assertThat(client.askJson("FETCH default").get("retry").getAsInt()).isEqualTo(expected);
        } finally {
            // For the tests after this one.
            client.ask(push + ",\"retry\":25}");
        }
    }

    @Test
    void theRetryOfAPushOfSeveralChangesNothing() throws IOException {
        push(jid(), ",\"retry\":3");
        assertThat(client.ask("PUSHB [{\"jid\":\"other-job\",\"jobtype\":\"test\",\"args\":[]}]"))
                .isEqualTo("{}");
        assertThat(client.askJson("FETCH default").get("retry").getAsInt()).isEqualTo(3);
        assertThat(client.askJson("FETCH default").get("retry").getAsInt()).isEqualTo(25);
    }

    /** Where the server is wrong some are mixed up within some rounds, on a machine with more than one core. */
    @Test
    void pushesOfSeveralConnectionsKeepTheirRetriesUnlessTheServerIsWrong() throws Exception {
        try (var own = contract().start(Contract.Setup.PLAIN)) {
            assertThat(mixedUp(own, job -> "PUSHB [" + job + "]")).isZero();
            var rounds = 1;
            var mixedUp = mixedUp(own, job -> "PUSH " + job);
            while (has(Wrong.PUSHES_MIX_UP_THEIR_RETRIES) && mixedUp == 0 && rounds < 10) {
                mixedUp = mixedUp(own, job -> "PUSH " + job);
                rounds++;
            }
            if (has(Wrong.PUSHES_MIX_UP_THEIR_RETRIES)) {
                assertThat(mixedUp).as("in %d rounds", rounds).isPositive();
            } else {
                assertThat(mixedUp).isZero();
            }
        }
    }

    /** Pushes over several connections at once, each with a retry of its own, and counts the jobs that come out with another. */
    private static long mixedUp(WorkServer server, UnaryOperator<String> command) throws Exception {
        var pushers = Executors.newFixedThreadPool(PUSHERS);
        try {
            for (var done : pushers.invokeAll(IntStream.range(0, PUSHERS)
                    .mapToObj(retry -> (Callable<Void>) () -> {
                        pushAll(server, retry, command);
                        return null;
                    })
                    .toList())) {
                done.get();
            }
        } finally {
            pushers.shutdownNow();
        }
        var mixedUp = 0L;
        try (var fetcher = RawClient.greeted(server)) {
            for (var i = 0; i < PUSHERS * PUSHES; i++) {
                var job = fetcher.askJson("FETCH default");
                var wanted = "-with-" + job.get("retry").getAsInt();
                mixedUp += job.get("jid").getAsString().endsWith(wanted) ? 0 : 1;
            }
        }
        return mixedUp;
    }

    private static void pushAll(WorkServer server, int retry, UnaryOperator<String> command) throws IOException {
        try (var pusher = RawClient.greeted(server)) {
            for (var i = 0; i < PUSHES; i++) {
                var job = job("pushed-" + i + "-with-" + retry, ",\"retry\":" + retry);
                assertThat(pusher.ask(command.apply(job))).isIn("{}", "+OK");
            }
        }
    }

    /**
     * Whether a real server dies of it is a matter of chance: it is tried and told, and asserted is only what it dies of. The
     * server in memory must survive.
     */
    @Test
    void askingForInfoBesidePushesToNewQueuesMayKillTheServerWhereItIsWrong() throws Exception {
        try (var victim = contract().start(Contract.Setup.PLAIN);
                var pusher = RawClient.greeted(victim)) {
            var pushing = new AtomicBoolean(true);
            var asking = new Thread(() -> ask(victim, pushing));
            asking.start();
            var queues = 0;
            while (queues < NEW_QUEUES && pusher.ask(pushToNew(queues)).equals("{}")) {
                queues++;
            }
            pushing.set(false);
            asking.join();
            if (!has(Wrong.INFO_BESIDE_NEW_QUEUES_CAN_KILL)) {
                assertThat(queues).isEqualTo(NEW_QUEUES);
                assertThat(pusher.askJson("INFO")
                                .getAsJsonObject("faktory")
                                .get("total_queues")
                                .getAsInt())
                        .isEqualTo(NEW_QUEUES);
                return;
            }
            System.out.println("INFO beside pushes to new queues: " + victim.description()
                    + (queues == NEW_QUEUES ? " survived " : " died after ") + queues + " queues");
            if (queues < NEW_QUEUES) {
                Await.until(() -> ((FaktoryProcess) victim).log().contains("concurrent map iteration and map write"));
            }
        }
    }

    private static String pushToNew(int queue) {
        return "PUSHB [" + job("new-queue-job", ",\"queue\":\"q" + queue + "\"") + "]";
    }

    private static void ask(WorkServer victim, AtomicBoolean pushing) {
        try (var asker = RawClient.greeted(victim)) {
            var reply = "";
            while (pushing.get() && !reply.equals("closed")) {
                reply = asker.ask("INFO");
            }
        } catch (IOException e) {
            // The server has died, which the other connection notices too.
        }
    }
}
