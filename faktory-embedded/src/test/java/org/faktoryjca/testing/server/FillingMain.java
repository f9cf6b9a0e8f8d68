package org.faktoryjca.testing.server;

import java.io.IOException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A program that puts many jobs into a server in memory, and sees whether they are there. */
final class FillingMain {

    private static final int AT_ONCE = 1_000;

    private FillingMain() {}

    /** Takes the number of jobs. */
    public static void main(String... arguments) throws IOException {
        var jobs = Integer.parseInt(arguments[0]);
        try (var server = EmbeddedFaktory.start();
                var client = RawClient.greeted(server)) {
            for (var i = 0; i < jobs; i += AT_ONCE) {
                var reply = client.ask("PUSHB " + jobs(i));
                if (!reply.equals("{}")) {
                    throw new IllegalStateException(reply);
                }
            }
            var held = server.queues().get("default");
            var first = client.ask("FETCH default");
            client.ask("QUEUE PAUSE default");
            client.ask("PUSHB [{\"jid\":\"the-last-one\",\"jobtype\":\"mail\",\"args\":[],\"queue\":\"other\"}]");
            var last = client.ask("FETCH default other");
            System.out.println(held + " jobs held"
                    + (first.contains("job-number-0\"") && last.contains("the-last-one")
                            ? ", the first and the last came out"
                            : ", but " + first + " and " + last + " came out"));
        }
    }

    private static String jobs(int from) {
        return IntStream.range(from, from + AT_ONCE)
                .mapToObj(i -> "{\"jid\":\"job-number-" + i + "\",\"jobtype\":\"mail\",\"args\":[" + i
                        + ",\"someone@example.org\"],\"retry\":25}")
                .collect(Collectors.joining(",", "[", "]"));
    }
}
