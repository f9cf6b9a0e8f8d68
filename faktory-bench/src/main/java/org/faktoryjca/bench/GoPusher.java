package org.faktoryjca.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** The Go client, in a process that pushes when it is told to and says how long it took. */
final class GoPusher implements AutoCloseable {
    private final Process process;
    private final BufferedReader says;

    GoPusher(Path program, String url) throws IOException {
        var builder = new ProcessBuilder(program.toString()).redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment().put("FAKTORY_URL", url);
        process = builder.start();
        says = process.inputReader(StandardCharsets.UTF_8);
    }

    /** Pushes so many jobs, one at a time; answers the nanoseconds. */
    long push(int jobs) throws IOException {
        process.getOutputStream().write((jobs + "\n").getBytes(StandardCharsets.UTF_8));
        process.getOutputStream().flush();
        var line = says.readLine();
        if (line == null) {
            throw new IOException("the Go client has ended");
        }
        return Long.parseLong(line);
    }

    @Override
    public void close() throws IOException {
        process.getOutputStream().close();
        process.destroy();
    }
}
