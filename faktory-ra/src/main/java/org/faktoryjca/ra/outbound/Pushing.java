package org.faktoryjca.ra.outbound;

import java.util.List;
import org.faktoryjca.Job;
import org.faktoryjca.client.BulkPush;
import org.faktoryjca.client.json.EncodedJob;
import org.faktoryjca.client.json.JobWriter;

/** What becomes of a push: sent at once, or kept for the commit of the caller's transaction. */
final class Pushing {
    private Pushing() {}

    static String push(ManagedFaktoryConnection connection, Job job) {
        var encoded = new JobWriter(connection.settings().push().defaults()).write(job);
        if (!kept(connection, List.of(encoded))) {
            connection.talk(physical -> physical.push(encoded));
        }
        return encoded.jid();
    }

    static List<String> pushAll(ManagedFaktoryConnection connection, List<Job> jobs) {
        // All before any is sent: one that cannot be encoded stops them all.
        var encoded = new JobWriter(connection.settings().push().defaults()).writeAll(jobs);
        if (encoded.isEmpty() || kept(connection, encoded)) {
            return encoded.stream().map(EncodedJob::jid).toList();
        }
        var chunkSize = connection.settings().push().chunkSize();
        return connection.talk(physical -> new BulkPush(encoded, chunkSize).over(physical));
    }

    /** Keeps the jobs with the transaction, if there is an active one that pushes are to follow. */
    private static boolean kept(ManagedFaktoryConnection connection, List<EncodedJob> jobs) {
        if (connection.settings().transaction() != TransactionMode.AFTER_COMMIT) {
            return false;
        }
        return connection
                .factory()
                .runtime()
                .filter(runtime -> runtime.transactions().isActive())
                .map(runtime ->
                        AfterCommit.of(runtime.transactions()).add(runtime.senders(), connection.settings(), jobs))
                .orElse(false);
    }
}
