package org.faktoryjca.example;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * Where pictures, thumbnails and mails lie: {@code FAKTORY_EXAMPLE_DIR}, else the system property
 * {@code faktory.example.dir}, else a directory of its own below the temporary one.
 */
final class Folder {
    private Folder() {}

    static Path directory() {
        var directory = Stream.of(System.getenv("FAKTORY_EXAMPLE_DIR"), System.getProperty("faktory.example.dir"))
                .filter(configured -> configured != null && !configured.isBlank())
                .findFirst()
                .map(Path::of)
                .orElseGet(() -> Path.of(System.getProperty("java.io.tmpdir"), "faktory-example"));
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
