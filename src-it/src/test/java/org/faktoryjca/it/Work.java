package org.faktoryjca.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;

/** Jobs for the application's beans, and what the beans and the work server say of them. */
final class Work implements AutoCloseable {
    static final Duration PATIENCE = Duration.ofSeconds(60);

    /**
     * The {@code retry} of a job that is not tried again, and is kept. One that is would be in the set of retries for 15 s only, which a busy
     * machine may need to look there, and then run once more.
     */
    private static final int BURIED = -1;

    /** How many FETCHes of 2 s wait for what comes: a worker that has lost its server tries again after up to 15 s. */
    private static final int FETCHES = 20;

    private static final Pattern REPORT = Pattern.compile("\"jobtype\":\"([^\"]+)\".*?\"args\":\\[\"(.*?)\"]");

    /** Of jobs that have failed. */
    private static final int ROWS_OF_A_PAGE = 25;

    private static final Pattern ROW = Pattern.compile("<tr.*?</tr>", Pattern.DOTALL);

    private final HttpClient http = HttpClient.newHttpClient();
    private RawFaktory faktory;

    Work() throws IOException {
        faktory = RawFaktory.open();
    }

    /** Talks to the work server on a new connection, after it was restarted. */
    void reconnect() throws IOException {
        faktory.close();
        faktory = RawFaktory.open();
    }

    RawFaktory faktory() {
        return faktory;
    }

    /**
     * Forgets all, and makes the queues that beans push to known: the server may fail on INFO while somebody pushes to a queue that
     * is new to it.
     */
    void clear() throws IOException {
        faktory.flush();
        for (var queue : List.of("reports", "pushed", "carried")) {
            faktory.push("{\"jid\":\"" + UUID.randomUUID() + "\",\"jobtype\":\"none\",\"queue\":\"" + queue
                    + "\",\"args\":[]}");
            fetch(queue);
        }
    }

    /** Pushes a job, and answers its id. If it fails, the server buries it, where {@link #failure} looks. */
    String push(String queue, String type, String json) throws IOException {
        return push(queue, type, json, 1800);
    }

    String push(String queue, String type, String json, int reserveFor) throws IOException {
        return push(queue, type, json, reserveFor, BURIED);
    }

    String push(String queue, String type, String json, int reserveFor, int retry) throws IOException {
        var jid = UUID.randomUUID().toString();
        faktory.pushWithRetry(
                "{\"jid\":\"%s\",\"jobtype\":\"%s\",\"queue\":\"%s\",\"reserve_for\":%d,\"retry\":%d,\"args\":%s}"
                        .formatted(jid, type, queue, reserveFor, retry, json));
        return jid;
    }

    /** Has one job done with a new id as its argument, to whatever end, and answers the id. */
    String done(String queue, String type) throws IOException {
        var id = UUID.randomUUID().toString();
        awaitWorking(0);
        var before = faktory.counts();
        push(queue, type, "[\"" + id + "\"]");
        awaitProcessed(before.processed() + 1);
        return id;
    }

    void awaitProcessed(long count) {
        await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(50))
                .untilAsserted(() -> assertThat(faktory.counts().processed()).isEqualTo(count));
    }

    /** So many jobs are fetched and not reported. */
    void awaitWorking(long count) {
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(faktory.counts().working()).isEqualTo(count));
    }

    /** As {@link RawFaktory#fetch}. */
    String fetch(String queue) throws IOException {
        return faktory.fetch(queue);
    }

    /** The next job of a queue, once there is one. */
    String arrival(String queue) throws IOException {
        for (int i = 0; i < FETCHES; i++) {
            var job = fetch(queue);
            if (!job.isEmpty()) {
                return job;
            }
        }
        throw new AssertionError("no job has come to " + queue);
    }

    /** The next report of a bean that begins so, as {@code type: what|it|saw}; others are forgotten. */
    String report(String beginning) throws IOException {
        var all = new ArrayList<String>();
        for (int i = 0; i < FETCHES; i++) {
            var found = REPORT.matcher(fetch("reports"));
            if (found.find()) {
                var report = found.group(1) + ": " + found.group(2);
                if (report.startsWith(beginning)) {
                    return report;
                }
                all.add(report);
            }
        }
        throw new AssertionError("no report begins with " + beginning + ": " + all);
    }

    /** How many rows of this name others can see. */
    int rows(String id) throws IOException {
        return count("rows", id);
    }

    /** Likewise of the rows by JPA. */
    int entries(String id) throws IOException {
        return count("entries", id);
    }

    private int count(String what, String id) throws IOException {
        push("desk", what, "[\"" + id + "\"]");
        return Integer.parseInt(report(what + ": " + id + "|").replaceAll(".*\\|", ""));
    }

    /** Lets a job go on. */
    void go(String signal) throws IOException {
        push("desk", "go", "[\"" + signal + "\"]");
    }

    /** What the server's pages say of the failed job with this argument; empty if it has not failed. */
    String failure(String id) throws IOException, InterruptedException {
        for (int number = 1; ; number++) {
            var rows = ROW.matcher(page("morgue?page=" + number))
                    .results()
                    .map(row -> row.group())
                    .toList();
            var found = rows.stream().filter(row -> row.contains(id)).findFirst();
            if (found.isPresent() || rows.size() < ROWS_OF_A_PAGE) {
                return found.orElse("");
            }
        }
    }

    /** Whether a job is fetched and not reported: the server's page lists the jobs that are. */
    boolean isReserved(String jid) throws IOException, InterruptedException {
        return page("busy").contains(jid);
    }

    /** One of the server's own pages. */
    String page(String name) throws IOException, InterruptedException {
        var response = http.send(
                HttpRequest.newBuilder(URI.create(Suite.faktory().pages() + name))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        return response.body();
    }

    /** Has the server tell a worker to be {@code quiet}, or to {@code terminate}, with its next heartbeat: by a button of its page. */
    void tell(String wid, String signal) throws IOException, InterruptedException {
        // What it is told of a worker that has not come yet it forgets.
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(page("busy")).contains(wid));
        var response = http.send(
                HttpRequest.newBuilder(URI.create(Suite.faktory().pages() + "busy"))
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(HttpRequest.BodyPublishers.ofString("wid=" + wid + "&signal=" + signal))
                        .build(),
                HttpResponse.BodyHandlers.discarding());
        // It sends the browser on to the page.
        assertThat(response.statusCode()).isBetween(200, 399);
    }

    @Override
    public void close() throws IOException {
        faktory.close();
    }
}
