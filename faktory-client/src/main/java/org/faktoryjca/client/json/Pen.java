package org.faktoryjca.client.json;

import com.fasterxml.jackson.core.JsonFactory;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicReference;

/**
 * What jobs are written with: making it costs several times the bytes of a job, so that the last one used is kept for the
 * next. Not thread-safe; taking and keeping are.
 */
final class Pen {
    private static final JsonFactory FACTORY =
            JobWriter.MAPPER.getFactory().copy().setRootValueSeparator("");
    private static final AtomicReference<Pen> SPARE = new AtomicReference<>();
    private static final int TYPICAL_SIZE = 512;
    private static final int LARGEST_KEPT = 1 << 16;

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(TYPICAL_SIZE);
    private final CheckedGenerator json;

    private Pen() throws IOException {
        json = new CheckedGenerator(FACTORY.createGenerator(bytes));
    }

    static Pen take() throws IOException {
        var spare = SPARE.getAndSet(null);
        return spare == null ? new Pen() : spare;
    }

    CheckedGenerator json() {
        return json;
    }

    /** What has been written, to the end. */
    ByteArrayOutputStream written() throws IOException {
        json.flush();
        return bytes;
    }

    /** Has the next job written with it. Not after an error, nor where Jackson remembers an application's object. */
    void keep() {
        if (bytes.size() <= LARGEST_KEPT) {
            bytes.reset();
            SPARE.set(this);
        }
    }
}
