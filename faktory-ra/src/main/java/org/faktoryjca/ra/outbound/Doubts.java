package org.faktoryjca.ra.outbound;

import java.time.Duration;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import org.faktoryjca.client.Verdict;
import org.faktoryjca.client.json.EncodedJob;

/**
 * Judges what the server says of jobs that it has not taken. Trouble of its own is waited out, however long it lasts. Words that no
 * known server says may be that, too, or a refusal of a server that is newer than this: they are waited out for a while, so that no
 * job that may be stored is called refused at once, and none goes round for ever. Not thread-safe.
 */
final class Doubts {
    static final Duration LONGEST = Duration.ofMinutes(1);

    private final LongSupplier nanoTime;
    private final Map<EncodedJob, Long> since = new IdentityHashMap<>();

    Doubts(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /** Whether it is refused; if not, it is to be sent again. */
    boolean isRefused(EncodedJob job, String words) {
        return switch (Verdict.of(words)) {
            case REFUSED -> true;
            case TROUBLE -> false;
            case UNFAMILIAR -> isOver(since.computeIfAbsent(job, first -> nanoTime.getAsLong()));
        };
    }

    private boolean isOver(long from) {
        return nanoTime.getAsLong() - from > LONGEST.toNanos();
    }

    /** These are settled. */
    void forget(Iterable<EncodedJob> jobs) {
        if (!since.isEmpty()) {
            jobs.forEach(since::remove);
        }
    }
}
