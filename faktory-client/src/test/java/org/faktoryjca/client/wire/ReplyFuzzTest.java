package org.faktoryjca.client.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import org.faktoryjca.client.json.JobReader;
import org.faktoryjca.client.json.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Whatever comes, the reader ends in replies or in its own exceptions, and takes memory for what has come and no more. */
class ReplyFuzzTest {
    /** Buffers and exceptions. */
    private static final long ALLOCATED_AT_LEAST = 100_000;

    /** Growing arrays are copied, and lines become texts. */
    private static final long ALLOCATED_FOR_A_BYTE = 10;

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private final long seed = Long.getLong("fuzz.seed", System.nanoTime());
    private final FuzzedBytes fuzzed = new FuzzedBytes(seed);

    @Test
    @Timeout(1_800)
    void survivesWhateverComesAndTakesNoMoreMemoryThanHasCome() {
        System.out.println("fuzz.seed=" + seed);
        var inputs = Boolean.getBoolean("verify.long") ? 1_000_000 : 20_000;
        var replies = 0;
        for (int i = 0; i < inputs; i++) {
            var bytes = fuzzed.replies();
            try {
                replies += readAll(bytes);
            } catch (Exception | Error e) {
                throw new AssertionError("seed " + seed + ", input " + i + " of " + bytes.length + " bytes", e);
            }
        }
        // Some inputs are broken at their first byte, and some hold several replies.
        assertThat(replies).as("replies read, seed %d", seed).isGreaterThan(inputs / 2);
    }

    /** Without AssertJ, which would take longer over each than the reader does. */
    private static int readAll(byte[] bytes) {
        var reader = new ReplyReader(new ByteArrayInputStream(bytes));
        for (int replies = 0; ; replies++) {
            var before = THREADS.getCurrentThreadAllocatedBytes();
            try {
                var reply = reader.read();
                if (reply instanceof Reply.Bulk bulk) {
                    checkAllocated(before, bytes.length);
                    understand(bulk.bytes());
                }
            } catch (EOFException | BrokenReplyException e) {
                checkAllocated(before, bytes.length);
                return replies;
            } catch (IOException e) {
                throw new AssertionError("not an exception of the reader's", e);
            }
        }
    }

    private static void checkAllocated(long before, long arrived) {
        var allocated = THREADS.getCurrentThreadAllocatedBytes() - before;
        if (allocated > ALLOCATED_AT_LEAST + ALLOCATED_FOR_A_BYTE * arrived) {
            throw new AssertionError(allocated + " bytes were allocated for a reply of at most " + arrived);
        }
    }

    /** As a job, and as an object like INFO's. What commands make of a reply is in {@link MeaningFuzzTest}. */
    private static void understand(byte[] content) {
        try {
            JobReader.read(content);
        } catch (IOException e) {
            requireMessage(e);
        }
        try {
            Json.read(content);
        } catch (IOException e) {
            requireMessage(e);
        }
    }

    private static void requireMessage(IOException e) {
        if (e.getMessage() == null) {
            throw new AssertionError("refused without a word", e);
        }
    }
}
