package org.faktoryjca.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;

/** The JDK's own tool for keys and certificates. */
final class Keytool {
    private Keytool() {}

    /** Runs it, and fails with what it says if it does. */
    static void run(String... arguments) throws IOException, InterruptedException {
        var command = new ArrayList<>(Arrays.asList(arguments));
        command.add(
                0, Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
        var process = new ProcessBuilder(command).redirectErrorStream(true).start();
        var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
    }
}
