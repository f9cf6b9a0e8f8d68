package org.faktoryjca.client;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.faktoryjca.FaktoryException;
import org.faktoryjca.OutcomeUnknownException;
import org.faktoryjca.PushIncompleteException;
import org.faktoryjca.RejectedException;
import org.faktoryjca.client.json.EncodedJob;

/** Many jobs in their order, in chunks, with a record of what became of each. Used once. */
public final class BulkPush {
    private final List<EncodedJob> jobs;
    private final int chunkSize;
    private final List<String> accepted = new ArrayList<>();
    private final Map<String, String> rejected = new LinkedHashMap<>();
    private final List<String> unknown = new ArrayList<>();
    private int next;

    /** These jobs, so many in one PUSHB. */
    public BulkPush(List<EncodedJob> jobs, int chunkSize) {
        this.jobs = List.copyOf(jobs);
        this.chunkSize = chunkSize;
    }

    /**
     * Pushes them all.
     *
     * @return their jids, in order
     * @throws PushIncompleteException if not all are known to have been accepted
     * @throws FaktoryException as {@link Connection} throws it, if the very first chunk was not sent: then nothing was
     */
    public List<String> over(Connection connection) {
        while (next < jobs.size()) {
            var chunk = jobs.subList(next, Math.min(jobs.size(), next + chunkSize));
            try {
                settle(chunk, connection.pushBulk(chunk), connection);
            } catch (OutcomeUnknownException e) {
                if (unknown.isEmpty()) {
                    chunk.forEach(job -> unknown.add(job.jid()));
                }
                next += chunk.size();
                throw incomplete(e);
            } catch (RejectedException e) {
                // The server's words are about the array as a whole: they hold for each job in it.
                chunk.forEach(job -> rejected.put(job.jid(), e.reason()));
            } catch (FaktoryException e) {
                if (next == 0) {
                    throw e;
                }
                throw incomplete(e);
            }
            next += chunk.size();
        }
        if (!rejected.isEmpty()) {
            throw incomplete(null);
        }
        return accepted;
    }

    /** Notes what the server has said of each; throws if that leaves any in doubt: the next ones would fare no better. */
    private void settle(List<EncodedJob> chunk, Map<String, String> notTaken, Connection connection) {
        var doubt = "";
        for (var job : chunk) {
            var why = notTaken.get(job.jid());
            if (why == null) {
                accepted.add(job.jid());
            } else if (Verdict.of(why) == Verdict.REFUSED) {
                rejected.put(job.jid(), why);
            } else {
                unknown.add(job.jid());
                doubt = why;
            }
        }
        if (!unknown.isEmpty()) {
            throw Verdict.outcomeUnknown("tried PUSHB of " + chunk.size() + " jobs at " + connection.address(), doubt);
        }
    }

    private PushIncompleteException incomplete(FaktoryException cause) {
        var notSent =
                jobs.subList(next, jobs.size()).stream().map(EncodedJob::jid).toList();
        return new PushIncompleteException(accepted, rejected, unknown, notSent, cause);
    }
}
