package org.faktoryjca.client.settings;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.faktoryjca.CannotConnectException;
import org.faktoryjca.InvalidJobException;
import org.faktoryjca.InvalidSettingsException;

/**
 * Makes values of texts, and keeps every mistake until {@link #check()} throws them all at once: one deployment finds them
 * all.
 *
 * <p>Where a text cannot be read its default is returned, so that reading goes on. Not thread-safe.
 */
public final class SettingsReader {
    private static final Pattern SIZE = Pattern.compile("([1-9][0-9]{0,8})([kmg]?)");

    private final String whose;
    private final SettingValues values;
    private final UnaryOperator<String> environment;
    private final List<String> problems = new ArrayList<>();

    /**
     * Reads these values.
     *
     * @param whose who has them, for the message: {@code connection factory}
     */
    public SettingsReader(String whose, SettingValues values) {
        this(whose, values, System::getenv);
    }

    /** As the other one, in an environment that answers null for what it does not hold. */
    SettingsReader(String whose, SettingValues values, UnaryOperator<String> environment) {
        this.environment = environment;
        this.whose = whose;
        this.values = values;
        for (var setting : Setting.values()) {
            if (setting.kind() == Setting.Kind.LATER) {
                values.get(setting).ifPresent(text -> refuseUnlessDefault(setting, text));
            }
        }
    }

    private void refuseUnlessDefault(Setting setting, String text) {
        if (!text.equals(setting.defaultText())) {
            problem(setting, "is not yet supported; leave it out");
        }
    }

    /** Refuses what was set and is not among these: a setting that has no effect is a mistake, and not ignored. */
    public void only(Set<Setting> known) {
        for (var setting : Setting.values()) {
            if (!known.contains(setting) && setting.kind() != Setting.Kind.LATER) {
                values.get(setting).ifPresent(text -> problem(setting, "has no effect here; leave it out"));
            }
        }
    }

    /** What all of the place's settings of reaching a server say together. */
    public ServerSettings server() {
        values.get(Setting.URL).filter(text -> !Placeholders.isIn(text)).ifPresent(text -> {
            try {
                ServerAddress.parse(text);
            } catch (CannotConnectException e) {
                problem(Setting.URL, e.problem());
            }
        });
        var server = new ServerSettings(
                values.get(Setting.URL).map(Secret::of),
                values.get(Setting.PASSWORD).map(Secret::of),
                positive(Setting.CONNECT_TIMEOUT),
                positive(Setting.READ_TIMEOUT),
                store(Setting.TRUST_STORE, Setting.TRUST_STORE_PASSWORD),
                store(Setting.KEY_STORE, Setting.KEY_STORE_PASSWORD),
                flag(Setting.VERIFY_HOSTNAME),
                flag(Setting.WIRE_LOG));
        checkTls(server);
        return server;
    }

    /** Looks at the stores now, and not when the first job is to be pushed, and whether they are of any use. */
    private void checkTls(ServerSettings server) {
        var plain = isPlain(server);
        if (plain) {
            refuseWithoutTls(Setting.TRUST_STORE);
            refuseWithoutTls(Setting.KEY_STORE);
            refuseWithoutTls(Setting.VERIFY_HOSTNAME);
        }
        server.trustStore()
                .filter(store -> !plain || values.own(Setting.TRUST_STORE).isPresent())
                .ifPresent(store -> use(Setting.TRUST_STORE, () -> KeyStores.trusted(store)));
        server.keyStore()
                .filter(store -> !plain || values.own(Setting.KEY_STORE).isPresent())
                .ifPresent(store -> use(Setting.KEY_STORE, () -> KeyStores.own(store)));
    }

    /** An address that cannot be read yet may turn out to be one with TLS. */
    private boolean isPlain(ServerSettings server) {
        try {
            return !server.address(environment).tls();
        } catch (CannotConnectException e) {
            return false;
        }
    }

    /** A default of an outer place is for others, too, and no mistake here. */
    private void refuseWithoutTls(Setting setting) {
        if (values.own(setting)
                .filter(text -> !text.equals(setting.defaultText()))
                .isPresent()) {
            problem(setting, "has no effect with an address that is not tcp+tls://; leave it out, or correct url");
        }
    }

    private void use(Setting setting, Runnable reading) {
        try {
            reading.run();
        } catch (CannotConnectException e) {
            problem(setting, e.problem().replaceFirst("^" + setting.key() + " ", ""));
        }
    }

    private Optional<StoreSettings> store(Setting path, Setting password) {
        var file = value(path);
        var opens = value(password).map(Secret::of);
        if (file.isEmpty() && opens.isPresent()) {
            problem(password, "is set, and " + path.key() + ", which it opens, is not");
        }
        return file.map(name -> new StoreSettings(name, opens));
    }

    /** A text, or its default. */
    public String text(Setting setting) {
        return value(setting).orElse(setting.defaultText());
    }

    /** What was set, with the environment put in. Address and password keep their placeholders until a connection is made. */
    private Optional<String> value(Setting setting) {
        try {
            return values.get(setting)
                    .map(text -> Placeholders.resolve(text, environment))
                    .filter(text -> !text.isBlank());
        } catch (CannotConnectException e) {
            problem(setting, "names an environment variable that is not set, and no default for it");
            return Optional.empty();
        }
    }

    /** A list of names, separated by commas. */
    public List<String> list(Setting setting) {
        return Arrays.stream(text(setting).split(","))
                .map(String::strip)
                .filter(name -> !name.isEmpty())
                .toList();
    }

    /** One of the constants of an enum, written as {@code named} names it. */
    public <E extends Enum<E>> E choice(Setting setting, Class<E> type, Function<E, String> named) {
        var constants = Arrays.asList(type.getEnumConstants());
        var text = text(setting);
        return constants.stream()
                .filter(constant -> named.apply(constant).equals(text))
                .findFirst()
                .orElseGet(() -> {
                    problem(
                            setting,
                            "must be one of %s, and is '%s'"
                                    .formatted(constants.stream().map(named).toList(), text));
                    return constants.get(0);
                });
    }

    /** {@code true} or {@code false}. */
    public boolean flag(Setting setting) {
        return switch (text(setting)) {
            case "true" -> true;
            case "false" -> false;
            default -> {
                problem(setting, "must be true or false, and is '" + text(setting) + "'");
                yield Boolean.parseBoolean(setting.defaultText());
            }
        };
    }

    /** A whole number from {@code least} to {@code most}. */
    public int number(Setting setting, int least, int most) {
        try {
            var number = Integer.parseInt(text(setting));
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            // Said below, in the same words as for a number out of range.
        }
        problem(setting, "must be a whole number from %d to %d, and is '%s'".formatted(least, most, text(setting)));
        return Integer.parseInt(setting.defaultText());
    }

    /** A number of bytes, 1 or more. */
    public long size(Setting setting) {
        var text = SIZE.matcher(text(setting));
        if (text.matches()) {
            var unit = text.group(2).isEmpty() ? 0 : "kmg".indexOf(text.group(2).charAt(0)) + 1;
            return Long.parseLong(text.group(1)) << 10 * unit;
        }
        problem(setting, "must be a number of bytes such as 500k, 64m or 1g, and is '" + text(setting) + "'");
        return Long.MAX_VALUE;
    }

    /** A duration of 0 or more. */
    public Duration duration(Setting setting) {
        try {
            return Durations.parse(text(setting));
        } catch (IllegalArgumentException e) {
            problem(setting, e.getMessage());
            return Durations.parse(setting.defaultText());
        }
    }

    /** A duration above 0 that a socket can count: up to 24 days. */
    public Duration positive(Setting setting) {
        var duration = duration(setting);
        if (duration.toMillis() < 1 || duration.toMillis() > Integer.MAX_VALUE) {
            problem(setting, "must be from 1ms to 24 days, and is '" + text(setting) + "'");
            return Durations.parse(setting.defaultText());
        }
        return duration;
    }

    /** The queues to serve. */
    public Queues queues(Setting setting) {
        return checked(setting, Queues::parse);
    }

    /** Whatever {@code parse} makes of the text; what it throws of this project's own is a problem of the setting. */
    public <T> T checked(Setting setting, Function<String, T> parse) {
        try {
            return parse.apply(text(setting));
        } catch (InvalidJobException e) {
            problem(setting, "is not right: " + e.problem());
            return parse.apply(setting.defaultText());
        } catch (IllegalArgumentException e) {
            problem(setting, e.getMessage());
            return parse.apply(setting.defaultText());
        }
    }

    /** Adds a mistake that the caller has found. */
    public void problem(Setting setting, String what) {
        var problem = setting.key() + " " + what;
        // A text may be read for more than one purpose.
        if (!problems.contains(problem)) {
            problems.add(problem);
        }
    }

    /**
     * Ends the reading.
     *
     * @throws InvalidSettingsException with all mistakes found
     */
    public void check() {
        if (!problems.isEmpty()) {
            throw new InvalidSettingsException(whose, problems);
        }
    }
}
