package org.faktoryjca.ra.outbound;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.faktoryjca.client.json.EncodedJob;
import org.faktoryjca.ra.RaLog;

/** Where jobs go that could not be sent by the end: one JSON a line, as PUSH takes it. */
final class SpillFile {
    private SpillFile() {}

    static void append(Path file, List<EncodedJob> jobs) {
        var lines = new ByteArrayOutputStream();
        for (var job : jobs) {
            lines.writeBytes(job.json());
            lines.write('\n');
        }
        try {
            Files.write(file, lines.toByteArray(), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            RaLog.notSpilled(file, e);
        }
    }
}
