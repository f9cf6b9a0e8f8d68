package org.faktoryjca.client.spill;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;

/** Files that nobody but their owner reads or writes, where the file system knows owners: jobs' arguments are in them. */
final class OwnersOnly {
    private OwnersOnly() {}

    /** Makes it, empty, if it is not there. */
    static void create(Path file) throws IOException {
        var owners = file.getFileSystem().supportedFileAttributeViews().contains("posix");
        var attributes = owners
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                }
                : new FileAttribute<?>[0];
        try {
            Files.createFile(file, attributes);
        } catch (FileAlreadyExistsException e) {
            // It keeps the permissions that someone has given it. Whether it is a file shows when it is opened.
            return;
        }
    }
}
