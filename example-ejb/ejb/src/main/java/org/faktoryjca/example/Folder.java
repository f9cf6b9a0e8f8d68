package org.faktoryjca.example;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;

/** Where pictures, thumbnails and mails lie: {@code FAKTORY_EXAMPLE_DIR}, or a directory of its own below the temporary one. */
final class Folder {
    private Folder() {}

    static Path directory() {
        var configured = System.getenv("FAKTORY_EXAMPLE_DIR");
        var directory = configured == null || configured.isBlank()
                ? Path.of(System.getProperty("java.io.tmpdir"), "faktory-example")
                : Path.of(configured);
        try {
            return Files.createDirectories(directory);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot make " + directory, e);
        }
    }

    static Path write(String prefix, String suffix, byte[] bytes) {
        var file = directory().resolve(prefix + "-" + UUID.randomUUID() + suffix);
        try {
            return Files.write(file, bytes);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file, e);
        }
    }
}
