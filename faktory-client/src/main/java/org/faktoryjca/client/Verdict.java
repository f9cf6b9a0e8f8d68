package org.faktoryjca.client;

import java.util.regex.Pattern;
import org.faktoryjca.ErrorCode;
import org.faktoryjca.OutcomeUnknownException;

/**
 * What the server's words about a job mean: not all that is no OK is a refusal. With its Redis frozen, full or read-only, a real
 * server says so of each job, in the same place where it says what is wrong with one, and may have stored the job.
 *
 * <p>Refusals are the list that is known to be complete: the texts of the contract suite, of Faktory 1.9.4 and 1.10.0, and that of
 * Faktory Enterprise for a job that must be unique.
 */
public enum Verdict {
    /** The job will never be taken as it is. */
    REFUSED,
    /** The server's own trouble: the job may be stored, and may be taken later. */
    TROUBLE,
    /** Words that no known server says. The job may be stored; but asking again and again may not change the answer. */
    UNFAMILIAR;

    private static final Pattern REFUSALS = Pattern.compile(
            "jobs (?:must|cannot) .*"
                    + "|cannot get \".*\" queue: queue names must match .*"
                    + "|invalid timestamp for 'at': .*"
                    + "|(?:invalid JSON|json): .*"
                    + "|NOTUNIQUE\\b.*",
            Pattern.DOTALL);

    /** Of Go about connections and time, of the server's Redis client, and of Redis itself, which begins with a code. */
    private static final Pattern TROUBLES = Pattern.compile(
            "(?:.*: )?(?:"
                    + "context (?:deadline exceeded|canceled)"
                    + "|i/o timeout|EOF|unexpected EOF"
                    + "|(?:redis|dial|read|write|connect)\\b.*"
                    + "|(?:broken pipe|connection re|no such file|too many open files|no space left|use of closed).*"
                    + "|(?:LOADING|OOM|MISCONF|READONLY|BUSY|MASTERDOWN|NOREPLICAS|CLUSTERDOWN|TRYAGAIN|NOAUTH|NOPERM|EXECABORT"
                    + "|ERR max number of clients)\\b.*)",
            Pattern.DOTALL);

    /** What these words mean, said of a job or of a command that pushes. */
    public static Verdict of(String words) {
        // A text of the job's own may be in a refusal, and say anything.
        if (REFUSALS.matcher(words).matches()) {
            return REFUSED;
        }
        return TROUBLES.matcher(words).matches() ? TROUBLE : UNFAMILIAR;
    }

    /**
     * What to throw for words that are no refusal.
     *
     * @param tried what was tried, and at which server
     */
    public static OutcomeUnknownException outcomeUnknown(String tried, String words) {
        return new OutcomeUnknownException(
                ErrorCode.SERVER_TROUBLE,
                tried + ": the server answered \"" + words + "\", which does not say that it was refused",
                null);
    }
}
