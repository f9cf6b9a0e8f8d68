package org.faktoryjca.example.launcher;

import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.OptionalInt;

/**
 * What the command line says.
 *
 * @param once whether to push, wait, print and end
 * @param port of the page; empty means a free one
 * @param ear the example
 * @param server the application server's jar
 * @param logs where its output goes
 */
record Options(boolean once, OptionalInt port, Path ear, Path server, Path logs) {
    private static final int HIGHEST_PORT = 65535;

    /** Reads the arguments; the first three are the script's, the rest the user's. */
    static Options of(List<String> arguments) throws DemoException {
        var rest = arguments.subList(3, arguments.size()).iterator();
        var once = false;
        var port = OptionalInt.empty();
        while (rest.hasNext()) {
            var option = rest.next();
            switch (option) {
                case "--once" -> once = true;
                case "--port" -> port = OptionalInt.of(port(rest));
                default ->
                    throw new DemoException("unknown option " + option + "; usage: ./demo [--once] [--port PORT]");
            }
        }
        return new Options(once, port, Path.of(arguments.get(0)), Path.of(arguments.get(1)), Path.of(arguments.get(2)));
    }

    private static int port(Iterator<String> rest) throws DemoException {
        var text = rest.hasNext() ? rest.next() : "";
        if (text.matches("[0-9]{1,5}")) {
            var port = Integer.parseInt(text);
            if (port > 0 && port <= HIGHEST_PORT) {
                return port;
            }
        }
        throw new DemoException("--port needs a number from 1 to " + HIGHEST_PORT + ", and has '" + text + "'");
    }
}
