package org.faktoryjca.it;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.regex.Pattern;

/** The example, by the interface of its page. */
final class ExamplePage {
    private static final String ADDRESS =
            "http://127.0.0.1:" + System.getProperty("it.http.port") + "/faktory-example/";

    private final HttpClient http = HttpClient.newHttpClient();

    /** Presses a button; answers how many jobs were pushed. */
    int press(String button) throws IOException, InterruptedException {
        var answer = send(HttpRequest.newBuilder(URI.create(ADDRESS + "api/" + button))
                .POST(HttpRequest.BodyPublishers.noBody()));
        return Integer.parseInt(find("\"pushed\":(\\d+)", answer));
    }

    /** The board, as JSON. */
    String board() throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(URI.create(ADDRESS + "api/jobs")));
    }

    /** How many rows are in this state. */
    int count(String state) throws IOException, InterruptedException {
        return Integer.parseInt(find("\"" + state + "\":(\\d+)", board()));
    }

    /** All rows, whatever their state. */
    int rows() throws IOException, InterruptedException {
        return (int) Pattern.compile("\"id\":").matcher(board()).results().count();
    }

    byte[] picture(String path) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create(ADDRESS + path)).build();
        return http.send(request, HttpResponse.BodyHandlers.ofByteArray()).body();
    }

    /** Whether the page is there at all. */
    boolean isUp() throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create(ADDRESS + "api/jobs")).build();
        try {
            return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
        } catch (java.net.ConnectException e) {
            return false;
        }
    }

    private String send(HttpRequest.Builder request) throws IOException, InterruptedException {
        var response = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
        if (response.statusCode() >= 400) {
            throw new AssertionError("the example answered " + response.statusCode() + ": " + response.body());
        }
        return response.body();
    }

    private static String find(String pattern, String text) {
        var found = Pattern.compile(pattern).matcher(text);
        if (!found.find()) {
            throw new AssertionError("no " + pattern + " in " + text);
        }
        return found.group(1);
    }
}
