package org.faktoryjca.testing.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.Optional;

/** Says why a file cannot be read to whoever typed its name: the messages of Java are often the name alone. */
final class Unreadable {

    private Unreadable() {}

    static UncheckedIOException of(String what, IOException cause) {
        return new UncheckedIOException("cannot read " + what + ": " + why(cause), cause);
    }

    private static String why(IOException cause) {
        if (cause instanceof NoSuchFileException) {
            return "there is no such file";
        }
        if (cause instanceof AccessDeniedException) {
            return "its permissions forbid it";
        }
        if (cause instanceof CharacterCodingException) {
            return "it is no text in UTF-8";
        }
        if (cause instanceof FileSystemException file) {
            return Optional.ofNullable(file.getReason()).orElseGet(cause::toString);
        }
        return Optional.ofNullable(cause.getMessage()).orElseGet(cause::toString);
    }
}
