package org.faktoryjca.ra;

import static java.util.Map.entry;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.faktoryjca.client.settings.Setting;
import org.faktoryjca.client.settings.Setting.Place;

/** Bad values of every setting for which there are any: an empty list is for one that takes whatever text. */
public final class BadSettings {
    private static final String UNSET = "${NO_SUCH_VARIABLE_ANYWHERE}";
    private static final List<String> DURATIONS = List.of("5", "soon", "-1s", "1 week", "99999999999999h", UNSET);
    private static final List<String> FLAGS = List.of("yes", "1", "TRUE!", UNSET);

    private static final Map<Setting, List<String>> BAD = Map.ofEntries(
            entry(Setting.URL, List.of("nowhere", "http://h", "tcp://", "tcp://h:x", "tcp://h:99999", "tcp://a b")),
            entry(Setting.PASSWORD, List.of()),
            entry(Setting.CONNECT_TIMEOUT, concat(DURATIONS, "0s", "30d")),
            entry(Setting.READ_TIMEOUT, concat(DURATIONS, "0ms", "PT0S")),
            entry(Setting.TRUST_STORE, List.of(UNSET + "/trust.p12", "/no/such/trust.p12")),
            entry(Setting.TRUST_STORE_PASSWORD, List.of("opens nothing")),
            entry(Setting.KEY_STORE, List.of(UNSET, "/no/such/key.p12")),
            entry(Setting.KEY_STORE_PASSWORD, List.of("opens nothing")),
            entry(Setting.VERIFY_HOSTNAME, FLAGS),
            entry(Setting.WIRE_LOG, FLAGS),
            entry(Setting.TRANSACTION, List.of("sometimes", "outbox", "AFTERCOMMIT")),
            entry(Setting.CHUNK_SIZE, List.of("0", "10001", "-1", "ten", "1.5")),
            entry(Setting.SEND_TIMEOUT, DURATIONS),
            entry(Setting.BACKLOG_JOBS, List.of("0", "-5", "many", "9999999999")),
            entry(Setting.BACKLOG_BYTES, List.of("0", "64mb", "-1k", "lots")),
            entry(Setting.SPILL_FILE, List.of("a\0b", UNSET)),
            entry(Setting.DEFAULT_QUEUE, List.of("a b", "*", "a,b", UNSET)),
            entry(Setting.DEFAULT_RETRY, List.of("-2", "1001", "often")),
            entry(Setting.DEFAULT_RESERVE_FOR, concat(DURATIONS, "59s", "25h", "90500ms")),
            entry(Setting.OUTBOX_DATA_SOURCE, List.of("java:app/other")),
            entry(Setting.OUTBOX_TABLE, List.of("another")),
            entry(Setting.OUTBOX_CREATE_TABLE, List.of("true")),
            entry(Setting.QUEUES, List.of("a b", "a,,b", "a=0", "a=x", "a,a", "a=1,a=2")),
            entry(Setting.JOB_TYPES, List.of(UNSET)),
            entry(Setting.CONCURRENCY, List.of("0", "1001", "-1", "all")),
            entry(Setting.LABELS, List.of(UNSET)),
            entry(Setting.SHUTDOWN_TIMEOUT, DURATIONS),
            entry(Setting.INTERRUPT_ON_SHUTDOWN, FLAGS),
            entry(Setting.STARTUP_GRACE, DURATIONS),
            entry(Setting.ROLLBACK_ON_CHECKED_EXCEPTION, FLAGS));

    private BadSettings() {}

    private static List<String> concat(List<String> some, String... more) {
        return Stream.concat(some.stream(), Arrays.stream(more)).toList();
    }

    /** Of all settings, also of those that have no bad value. */
    public static Map<Setting, List<String>> table() {
        return BAD;
    }

    /** Those that have a bad value and stand in one of these places, each with one. */
    public static Map<Setting, String> oneOfEach(Predicate<Place> places) {
        var texts = new EnumMap<Setting, String>(Setting.class);
        BAD.forEach((setting, bad) -> {
            // A password of a store is a mistake only without its store.
            if (!bad.isEmpty() && places.test(setting.place()) && !setting.key().endsWith("StorePassword")) {
                texts.put(setting, bad.get(0));
            }
        });
        return texts;
    }
}
