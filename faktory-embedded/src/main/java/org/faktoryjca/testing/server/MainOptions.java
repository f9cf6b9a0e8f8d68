package org.faktoryjca.testing.server;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** What the command line of {@link Main} asks for. */
final class MainOptions {

    static final String USAGE =
            "usage: [--bind HOST:PORT] [--password PASSWORD] [--tls DIRECTORY] [--state FILE] [--help]";

    static final String HELP = USAGE + """

              --bind HOST:PORT     where it listens; default 127.0.0.1:7419. Port 0: a free one; no HOST: all addresses
              --password PASSWORD  what clients must know; default none
              --tls DIRECTORY      TLS only, with public.cert.pem and private.key.pem in DIRECTORY; default plain TCP
              --state FILE         the JSON of what it holds at the start; default nothing
            Its standard input takes quiet and terminate, a line each, for all workers.""";

    private static final Set<String> NAMES = Set.of("--bind", "--password", "--tls", "--state");
    private static final Pattern BIND = Pattern.compile("(?<host>\\[.+]|[^:]*):(?<port>\\d{1,5})");
    private static final int HIGHEST_PORT = 65_535;

    private final Map<String, String> values = new HashMap<>();

    private MainOptions() {}

    /** Refuses, with a message for whoever typed them, arguments that make no sense. */
    static MainOptions of(List<String> arguments) {
        var options = new MainOptions();
        for (var i = 0; i < arguments.size(); i += 2) {
            var name = arguments.get(i);
            if (!NAMES.contains(name)) {
                throw new IllegalArgumentException("unknown argument " + name + "; " + USAGE);
            }
            if (i + 1 == arguments.size() || arguments.get(i + 1).isEmpty() || NAMES.contains(arguments.get(i + 1))) {
                throw new IllegalArgumentException(name + " needs a value; " + USAGE);
            }
            if (options.values.put(name, arguments.get(i + 1)) != null) {
                throw new IllegalArgumentException(name + " is given twice; " + USAGE);
            }
        }
        return options;
    }

    EmbeddedFaktory start() {
        var builder = EmbeddedFaktory.builder();
        bind(value("--bind").orElse("127.0.0.1:7419"), builder);
        value("--password").ifPresent(builder::password);
        value("--tls").map(Path::of).ifPresent(builder::tls);
        value("--state").map(Path::of).map(ServerState::read).ifPresent(builder::state);
        return builder.start();
    }

    private Optional<String> value(String name) {
        return Optional.ofNullable(values.get(name));
    }

    private static void bind(String text, EmbeddedFaktoryBuilder builder) {
        var parts = BIND.matcher(text);
        if (!parts.matches() || Integer.parseInt(parts.group("port")) > HIGHEST_PORT) {
            throw new IllegalArgumentException("--bind needs HOST:PORT, not " + text + "; " + USAGE);
        }
        var host = parts.group("host").replaceAll("[\\[\\]]", "");
        builder.bind(host.isEmpty() ? Urls.EVERYWHERE : host, Integer.parseInt(parts.group("port")));
    }
}
