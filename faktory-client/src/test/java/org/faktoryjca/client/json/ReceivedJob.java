package org.faktoryjca.client.json;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.faktoryjca.Job;

/** A job as a worker gets it: its arguments are JSON until they are asked for. */
final class ReceivedJob {
    private ReceivedJob() {}

    static Job job(String args) {
        var json = "{\"jid\":\"12345678\",\"jobtype\":\"t\",\"args\":" + args + "}";
        try {
            return ArgumentBinder.create().bind(JobReader.read(json.getBytes(StandardCharsets.UTF_8)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
