package org.faktoryjca.client.tools;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.faktoryjca.FaktoryException;
import org.faktoryjca.InvalidSettingsException;
import org.faktoryjca.client.settings.ServerSettings;
import org.faktoryjca.client.settings.Setting;
import org.faktoryjca.client.settings.SettingValues;
import org.faktoryjca.client.settings.SettingsReader;

/**
 * Sends the jobs of a spill file, in their order: {@code [SETTING=VALUE...] FILE}.
 *
 * <p>The settings are those of the server, such as {@code url} and {@code trustStore}; without {@code url} the environment names
 * it, as everywhere ({@code FAKTORY_URL}), which keeps a password out of the list of processes. What became of the jobs is
 * printed, and no job's arguments. {@link SpillSender} says what becomes of the file.
 */
public final class SendSpill {
    /** Every job was accepted, or there was none. */
    static final int ALL_SENT = 0;
    /** Some were refused by the server, or cannot be read; they are in a file of their own. */
    static final int SOME_REJECTED = 1;
    /** The arguments, a setting or the file is not in order; nothing was sent. */
    static final int CANNOT_BEGIN = 2;
    /** The server could not be reached, or was lost, or a file could not be written; what is not known to have been accepted is kept. */
    static final int SOME_LEFT = 3;

    private static final String USAGE = """
            usage: SendSpill [SETTING=VALUE...] FILE
            Sends the jobs of FILE, one JSON a line, to the work server that the setting url or the environment (FAKTORY_URL) names.
            Ends with 0: all accepted; 1: some rejected, now in FILE.rejected; 2: not begun; 3: not all sent, the rest in FILE.sending.""";

    private final PrintStream out;
    private final PrintStream err;

    SendSpill(PrintStream out, PrintStream err) {
        this.out = out;
        this.err = err;
    }

    /** Runs the command, and ends the process with its code. */
    public static void main(String... arguments) {
        System.exit(new SendSpill(System.out, System.err).run(List.of(arguments)));
    }

    int run(List<String> arguments) {
        if (arguments.isEmpty() || arguments.contains("--help")) {
            err.println(USAGE);
            return CANNOT_BEGIN;
        }
        var file = Path.of(arguments.get(arguments.size() - 1));
        try {
            var outcome =
                    new SpillSender(settings(arguments.subList(0, arguments.size() - 1)), out::println).send(file);
            outcome.stopped().ifPresent(why -> err.println(said(why)));
            return outcome.stopped().isPresent() ? SOME_LEFT : outcome.rejected() > 0 ? SOME_REJECTED : ALL_SENT;
        } catch (IOException e) {
            err.println(file + " cannot be sent: " + said(e));
        } catch (IllegalArgumentException | InvalidSettingsException e) {
            err.println(e.getMessage());
        }
        return CANNOT_BEGIN;
    }

    /** The system's own errors say little without their kind, such as a name alone. */
    private static String said(Exception e) {
        return e instanceof FaktoryException || e.getClass() == IOException.class ? e.getMessage() : e.toString();
    }

    private static ServerSettings settings(List<String> arguments) {
        var values = new SettingValues();
        var unknown = new ArrayList<String>();
        for (var argument : arguments) {
            var name = argument.split("=", 2)[0];
            Arrays.stream(Setting.values())
                    .filter(setting ->
                            setting.place() == Setting.Place.SERVER && argument.startsWith(setting.key() + "="))
                    .findFirst()
                    .ifPresentOrElse(
                            setting -> values.set(setting, argument.substring(name.length() + 1)),
                            () -> unknown.add(name));
        }
        if (!unknown.isEmpty()) {
            throw new IllegalArgumentException("no setting of a server: " + String.join(", ", unknown) + "\n" + USAGE);
        }
        var reader = new SettingsReader("the command line", values);
        var settings = reader.server();
        reader.check();
        return settings;
    }
}
