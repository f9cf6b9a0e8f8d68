package org.faktoryjca.ra.outbound;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;
import org.faktoryjca.client.json.EncodedJob;
import org.faktoryjca.ra.RaLog;

/**
 * Where jobs go that Faktory has not taken: one JSON a line, in UTF-8, as PUSH and PUSHB take it, with jid, queue and retry. New
 * lines are appended; several senders may share a file, because whole lines are written at once. It is made for its owner's eyes
 * only, where the file system knows owners: the jobs' arguments are in it.
 */
final class SpillFile {
    /** Memory for lines: the backlog has taken enough. */
    private static final int BLOCK = 1 << 20;

    private static final Set<StandardOpenOption> APPEND =
            Set.of(StandardOpenOption.CREATE, StandardOpenOption.APPEND, StandardOpenOption.WRITE);

    private SpillFile() {}

    /** Appends jobs, and returns when the disk has them; false if it has not, which the log tells. */
    static boolean append(Path file, List<EncodedJob> jobs) {
        try (var channel = open(file.toAbsolutePath())) {
            var lines = new ByteArrayOutputStream();
            for (var job : jobs) {
                lines.writeBytes(job.json());
                lines.write('\n');
                if (lines.size() > BLOCK) {
                    write(channel, lines);
                }
            }
            write(channel, lines);
            channel.force(true);
            return true;
        } catch (IOException e) {
            RaLog.notSpilled(file, e);
            return false;
        }
    }

    private static FileChannel open(Path file) throws IOException {
        Files.createDirectories(file.getParent());
        var owners = file.getFileSystem().supportedFileAttributeViews().contains("posix");
        var attributes = owners
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                }
                : new FileAttribute<?>[0];
        return FileChannel.open(file, APPEND, attributes);
    }

    private static void write(FileChannel channel, ByteArrayOutputStream lines) throws IOException {
        var bytes = ByteBuffer.wrap(lines.toByteArray());
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
        lines.reset();
    }
}
