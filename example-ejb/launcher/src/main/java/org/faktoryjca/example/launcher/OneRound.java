package org.faktoryjca.example.launcher;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.regex.Pattern;

/** {@code --once}: orders through the page's own interface, waits for the beans, and says what became of it. */
final class OneRound {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration LOOK = Duration.ofMillis(250);
    private static final Pattern PUSHED = Pattern.compile("\"pushed\":(\\d+)");
    private static final int FAILING = 1;

    private final HttpClient http = HttpClient.newHttpClient();
    private final String page;
    private final DemoWorkServer workServer;

    OneRound(String page, DemoWorkServer workServer) {
        this.page = page;
        this.workServer = workServer;
    }

    int run() throws DemoException, IOException, InterruptedException {
        var before = board();
        var retriesBefore = workServer.info().retries();
        var pushed = push("api/thumbnails") + push("api/digests") + push("api/failures") + push("api/rollbacks");
        Demo.say("pushed " + pushed + " jobs through the EJB; one of them fails on purpose");
        var done = 0;
        var failed = 0;
        var deadline = System.nanoTime() + PATIENCE.toNanos();
        while (done + failed < pushed && System.nanoTime() < deadline) {
            Thread.sleep(LOOK.toMillis());
            var board = board();
            done = board.done - before.done;
            failed = board.failed - before.failed;
        }
        var retries = retries(retriesBefore + FAILING, deadline) - retriesBefore;
        Demo.say("the work server's retry set has " + retries + (retries == 1 ? " job more" : " jobs more"));
        Demo.say("demo: pushed " + pushed + ", done " + done + ", failed " + failed);
        if (done != pushed - FAILING || failed != FAILING || retries != FAILING) {
            throw new DemoException("expected " + (pushed - FAILING) + " done and " + FAILING + " failed, within "
                    + PATIENCE.toSeconds() + " s; the application server's log says more");
        }
        return 0;
    }

    /** The bean says that it has failed shortly before the adapter tells the work server. */
    private long retries(long expected, long deadline) throws InterruptedException {
        var retries = workServer.info().retries();
        while (retries < expected && System.nanoTime() < deadline) {
            Thread.sleep(LOOK.toMillis());
            retries = workServer.info().retries();
        }
        return retries;
    }

    private int push(String path) throws DemoException, IOException, InterruptedException {
        var answer = send(HttpRequest.newBuilder(URI.create(page + path)).POST(HttpRequest.BodyPublishers.noBody()));
        var pushed = PUSHED.matcher(answer);
        if (!pushed.find()) {
            throw new DemoException(path + " answered " + answer);
        }
        return Integer.parseInt(pushed.group(1));
    }

    private record Counts(int done, int failed) {}

    private Counts board() throws DemoException, IOException, InterruptedException {
        var answer = send(HttpRequest.newBuilder(URI.create(page + "api/jobs")));
        return new Counts(count(answer, "done"), count(answer, "failed"));
    }

    private static int count(String board, String state) throws DemoException {
        var count = Pattern.compile("\"" + state + "\":(\\d+)").matcher(board);
        if (!count.find()) {
            throw new DemoException("the board has no count of " + state + ": " + board);
        }
        return Integer.parseInt(count.group(1));
    }

    private String send(HttpRequest.Builder request) throws DemoException, IOException, InterruptedException {
        var response = http.send(request.timeout(PATIENCE).build(), HttpResponse.BodyHandlers.ofString());
        if (response.statusCode() >= 400) {
            throw new DemoException("the page answered " + response.statusCode() + ": " + response.body());
        }
        return response.body();
    }
}
