package org.faktoryjca.ra.outbound;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import org.faktoryjca.client.json.EncodedJob;
import org.faktoryjca.client.spill.SpillFile;
import org.faktoryjca.ra.RaLog;

/**
 * What becomes of jobs whose transaction has committed, or may have, and which Faktory has not taken: into the spill file, if there is one;
 * named in the log, without their arguments; counted. Thread-safe.
 */
final class Leftovers {
    private final String server;
    private final Optional<Path> spillFile;
    private final LongAdder refused = new LongAdder();
    private final LongAdder unsent = new LongAdder();
    private final LongAdder undecided = new LongAdder();
    private final LongAdder spilled = new LongAdder();

    Leftovers(String server, Optional<Path> spillFile) {
        this.server = server;
        this.spillFile = spillFile;
    }

    /** The server has refused these. */
    void refused(Map<EncodedJob, String> jobs) {
        if (!jobs.isEmpty()) {
            refused.add(jobs.size());
            RaLog.refused(server, jobs, spill(spillFile, List.copyOf(jobs.keySet())));
        }
    }

    /** These could not be sent by the end. */
    void unsent(List<EncodedJob> jobs) {
        if (!jobs.isEmpty()) {
            unsent.add(jobs.size());
            RaLog.unsent(server, jobs, spill(spillFile, jobs));
        }
    }

    /**
     * Nobody knows whether the transaction of these has committed. They go to a file of their own, {@code SPILLFILE.undecided}, which
     * is sent or thrown away when a person has found out.
     */
    void undecided(List<EncodedJob> jobs) {
        if (!jobs.isEmpty()) {
            undecided.add(jobs.size());
            RaLog.undecided(
                    server,
                    jobs,
                    spill(spillFile.map(file -> file.resolveSibling(file.getFileName() + ".undecided")), jobs));
        }
    }

    /** Where they are now; empty if they are nowhere. */
    private Optional<Path> spill(Optional<Path> into, List<EncodedJob> jobs) {
        var written = into.filter(file -> append(file, jobs));
        written.ifPresent(file -> spilled.add(jobs.size()));
        return written;
    }

    /** False if they are not in it, which the log tells. */
    private static boolean append(Path file, List<EncodedJob> jobs) {
        try {
            new SpillFile(file).append(jobs);
            return true;
        } catch (IOException e) {
            RaLog.notSpilled(file, e);
            return false;
        }
    }

    /** Jobs that the server has refused. */
    long refused() {
        return refused.sum();
    }

    /** Jobs that could not be sent by the end. */
    long unsent() {
        return unsent.sum();
    }

    /** Jobs of transactions of which nobody knows how they ended. */
    long undecided() {
        return undecided.sum();
    }

    /** Of all three, those that went to a spill file. */
    long spilled() {
        return spilled.sum();
    }
}
