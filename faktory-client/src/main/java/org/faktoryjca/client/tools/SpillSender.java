package org.faktoryjca.client.tools;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.faktoryjca.FaktoryException;
import org.faktoryjca.RejectedException;
import org.faktoryjca.client.Connection;
import org.faktoryjca.client.Verdict;
import org.faktoryjca.client.json.EncodedJob;
import org.faktoryjca.client.settings.ServerSettings;
import org.faktoryjca.client.spill.SpillFile;
import org.faktoryjca.client.spill.SpillLines;

/**
 * Sends the jobs of a spill file and loses none. Used once.
 *
 * <p>The file is first moved to {@code FILE.sending}, at a moment when no one writes to it, so that an application server may go on
 * appending to {@code FILE}. Jobs that the server refuses, and lines that are no jobs, go to {@code FILE.rejected}. If the server is
 * lost, or has trouble with its own store, {@code FILE.sending} is written anew with what is not known to have been accepted or refused, and the next run begins with
 * it. Jobs that were on their way then may come twice, and so may all of them if this process is killed.
 */
final class SpillSender {
    private static final int JOBS_IN_CHUNK = 1000;
    private static final long BYTES_IN_CHUNK = 4L << 20;

    private final ServerSettings settings;
    private final Consumer<String> told;
    private long accepted;
    private long rejected;

    /** Where the first line begins that the server has not answered for, in bytes. */
    private long settled;

    /** To this server, telling line by line what becomes of the jobs. */
    SpillSender(ServerSettings settings, Consumer<String> told) {
        this.settings = settings;
        this.told = told;
    }

    /**
     * What became of a file.
     *
     * @param accepted jobs that the server has taken
     * @param rejected jobs that it refused, and lines that are none
     * @param stopped why not all were sent, if not all were
     */
    record Outcome(long accepted, long rejected, Optional<Exception> stopped) {}

    /** A line, the job that it is, or what is wrong with it, and where the next one begins. */
    private record Line(byte[] bytes, long number, Optional<EncodedJob> job, String wrong, long end) {
        static Line of(byte[] bytes, SpillLines from) {
            try {
                return new Line(bytes, from.number(), Optional.of(EncodedJob.read(bytes)), "", from.position());
            } catch (IOException e) {
                return new Line(
                        bytes, from.number(), Optional.empty(), String.valueOf(e.getMessage()), from.position());
            }
        }

        String name() {
            return job.map(EncodedJob::toString).orElse("line " + number);
        }
    }

    /**
     * Sends what an earlier run has left, and then the file.
     *
     * @throws IOException if the file cannot be taken: there is none, or another process is at it. What goes wrong later stops it
     */
    Outcome send(Path path) throws IOException {
        var file = new SpillFile(path);
        file.check();
        var stopped = Optional.<Exception>empty();
        if (file.isThere()) {
            try (var sending = file.send()) {
                stopped = sendBoth(sending);
                told.accept(total()
                        + stopped.map(e -> ", the rest is in " + sending.current())
                                .orElse(", none left"));
            }
        } else {
            told.accept(total() + ", none left");
        }
        return new Outcome(accepted, rejected, stopped);
    }

    private String total() {
        return "accepted " + accepted + ", rejected " + rejected;
    }

    private Optional<Exception> sendBoth(SpillFile.Sending sending) throws IOException {
        var stopped = Optional.<Exception>empty();
        if (sending.hasRest()) {
            told.accept("an earlier run has left jobs in " + sending.current() + ": they go first");
            stopped = sendWhole(sending);
        }
        return stopped.isEmpty() && sending.take() ? sendWhole(sending) : stopped;
    }

    private Optional<Exception> sendWhole(SpillFile.Sending sending) throws IOException {
        settled = 0;
        try (var lines = new SpillLines(sending.current());
                var connection = Connection.open(settings)) {
            for (var chunk = next(lines); !chunk.isEmpty(); chunk = next(lines)) {
                push(connection, chunk, sending);
            }
        } catch (FaktoryException | IOException e) {
            keepRest(sending, e);
            return Optional.of(e);
        }
        sending.done();
        return Optional.empty();
    }

    /** Where that fails, all of it stays: some jobs come twice then, and none is lost. */
    private void keepRest(SpillFile.Sending sending, Exception why) {
        try {
            sending.keepFrom(settled);
        } catch (IOException e) {
            why.addSuppressed(e);
        }
    }

    private static List<Line> next(SpillLines lines) throws IOException {
        var chunk = new ArrayList<Line>();
        long bytes = 0;
        while (chunk.size() < JOBS_IN_CHUNK && bytes < BYTES_IN_CHUNK) {
            var line = lines.next();
            if (line.isEmpty()) {
                break;
            }
            chunk.add(Line.of(line.get(), lines));
            bytes += line.get().length;
        }
        return chunk;
    }

    private void push(Connection connection, List<Line> chunk, SpillFile.Sending sending) throws IOException {
        var jobs = chunk.stream().flatMap(line -> line.job().stream()).toList();
        Map<String, String> notTaken;
        try {
            notTaken = jobs.isEmpty() ? Map.of() : connection.pushBulk(jobs);
        } catch (RejectedException e) {
            if (chunk.size() > 1) {
                // One job that is no job to the server makes it refuse the whole array.
                for (var line : chunk) {
                    push(connection, List.of(line), sending);
                }
                return;
            }
            notTaken = Map.of(jobs.get(0).jid(), e.reason());
        }
        for (var line : chunk) {
            settle(line, notTaken, sending);
        }
    }

    private void settle(Line line, Map<String, String> notTaken, SpillFile.Sending sending) throws IOException {
        var why = line.job()
                .map(job -> Optional.ofNullable(notTaken.get(job.jid())))
                .orElse(Optional.of(line.wrong()));
        // Words that are not known may be a refusal, and in FILE.rejected no job is lost.
        if (line.job().isPresent()
                && why.filter(words -> Verdict.of(words) == Verdict.TROUBLE).isPresent()) {
            throw Verdict.outcomeUnknown("tried push of " + line.name() + " at " + settings.display(), why.get());
        }
        if (why.isEmpty()) {
            accepted++;
        } else {
            sending.reject(line.bytes());
            rejected++;
            told.accept("rejected " + line.name() + ": " + why.get());
        }
        settled = line.end();
    }
}
