package org.faktoryjca.client.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.faktoryjca.InvalidSettingsException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SettingsReaderTest {

    private static SettingValues values(Map<Setting, String> texts) {
        var values = new SettingValues();
        texts.forEach(values::set);
        return values;
    }

    @Test
    void allMistakesAreReportedAtOnce() {
        var reader = new SettingsReader(
                "the connection factory",
                values(Map.of(
                        Setting.URL, "http://:s3cret@x",
                        Setting.CONNECT_TIMEOUT, "5",
                        Setting.READ_TIMEOUT, "0s",
                        Setting.VERIFY_HOSTNAME, "maybe",
                        Setting.TRUST_STORE_PASSWORD, "t0psecret",
                        Setting.OUTBOX_TABLE, "other",
                        Setting.CONCURRENCY, "none",
                        Setting.QUEUES, "a b")));
        reader.server();
        reader.number(Setting.CONCURRENCY, 1, 10);
        reader.queues(Setting.QUEUES);

        assertThatThrownBy(reader::check)
                .isInstanceOfSatisfying(
                        InvalidSettingsException.class,
                        e -> assertThat(e.problems()).hasSize(8))
                .hasMessageStartingWith("FAKTORY-501: invalid settings of the connection factory: ")
                .hasMessageContainingAll(
                        "url",
                        "connectTimeout must say its unit, such as '5s'",
                        "readTimeout must be from 1ms",
                        "verifyHostname must be true or false",
                        "trustStorePassword is set, and trustStore",
                        "outboxTable is not yet supported",
                        "concurrency must be a whole number from 1 to 10",
                        "queues has 'a b'")
                .hasMessageNotContainingAny("s3cret", "t0psecret", "FAKTORY-101");
    }

    @Test
    void everySettingOfALaterTimeIsRefusedAndNeverIgnored() {
        var later = Stream.of(Setting.values())
                .filter(setting -> setting.kind() == Setting.Kind.LATER)
                .toList();
        assertThat(later).isNotEmpty();
        for (var setting : later) {
            var reader = new SettingsReader("x", values(Map.of(setting, "something else")));
            assertThatThrownBy(reader::check).hasMessageContaining(setting.key() + " is not yet supported");
        }
    }

    @Test
    void everyDefaultCanBeRead() {
        var reader = new SettingsReader("x", new SettingValues());
        assertThat(reader.server()).isEqualTo(ServerSettings.defaults());
        for (var setting : Setting.values()) {
            switch (setting.kind()) {
                case DURATION -> reader.duration(setting);
                case FLAG -> reader.flag(setting);
                case SIZE -> reader.size(setting);
                case NUMBER -> reader.number(setting, Integer.MIN_VALUE, Integer.MAX_VALUE);
                default -> reader.text(setting);
            }
        }
        assertThatCode(reader::check).doesNotThrowAnyException();
    }

    @Test
    void anEmptyTextMeansNotSet() {
        var values = values(Map.of(Setting.URL, "tcp://a"));
        values.set(Setting.URL, " ");
        assertThat(values.get(Setting.URL)).isEmpty();
    }

    @Test
    void aBeansValueGoesBeforeTheAdapters() {
        var adapter = values(Map.of(Setting.URL, "tcp://a", Setting.LABELS, "x"));
        var bean = values(Map.of(Setting.URL, "tcp://b"));
        assertThat(bean.over(adapter)).isEqualTo(values(Map.of(Setting.URL, "tcp://b", Setting.LABELS, "x")));
    }

    @Test
    void durationsHaveUnits() {
        assertThat(Durations.parse("500ms")).isEqualTo(Duration.ofMillis(500));
        assertThat(Durations.parse("2m")).isEqualTo(Duration.ofMinutes(2));
        assertThat(Durations.parse("PT1H")).isEqualTo(Duration.ofHours(1));
        for (var wrong : new String[] {"5", "-5s", "PT-1S", "5 weeks", "s", "99999999999999s"}) {
            assertThatThrownBy(() -> Durations.parse(wrong)).as(wrong).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void placeholdersAreFilledInEverywhere() {
        var values = values(Map.of(
                Setting.URL, "tcp+tls://h",
                Setting.QUEUES, "${QUEUE:images}, default",
                Setting.CONCURRENCY, "${N}",
                Setting.TRUST_STORE, "${HOME_OF_STORES}/x.p12"));
        var reader = new SettingsReader("x", values, Map.of("N", "3")::get);
        assertThat(reader.queues(Setting.QUEUES).names()).containsExactly("images", "default");
        assertThat(reader.number(Setting.CONCURRENCY, 1, 10)).isEqualTo(3);
        reader.server();
        assertThatThrownBy(reader::check)
                .isInstanceOfSatisfying(
                        InvalidSettingsException.class,
                        e -> assertThat(e.problems()).hasSize(1))
                .hasMessageContaining("trustStore names an environment variable that is not set");
    }

    @Test
    void sizesHaveUnits() {
        var reader = new SettingsReader("x", values(Map.of(Setting.BACKLOG_BYTES, "3k")));
        assertThat(reader.size(Setting.BACKLOG_BYTES)).isEqualTo(3072);
        for (var wrong : new String[] {"0", "-1", "3kb", "k", "1.5m", "9999999999"}) {
            var other = new SettingsReader("x", values(Map.of(Setting.BACKLOG_BYTES, wrong)));
            other.size(Setting.BACKLOG_BYTES);
            assertThatThrownBy(other::check).as(wrong).hasMessageContaining("backlogBytes must be a number of bytes");
        }
    }

    @Test
    void queuesAreStrictOrWeighted() {
        assertThat(Queues.parse("critical, default").order(new Random(1))).containsExactly("critical", "default");
        assertThat(Queues.parse("a, b")).isNotEqualTo(Queues.parse("b, a")).isEqualTo(Queues.parse("a,b"));
        assertThat(Queues.parse("a=2, b")).isEqualTo(Queues.parse("b, a=2")).isNotEqualTo(Queues.parse("a=3, b"));
        var weighted = Queues.parse("critical=3, default");
        var random = new Random(1);
        var first = Stream.generate(() -> weighted.order(random))
                .limit(10_000)
                .filter(order -> order.get(0).equals("critical"))
                .count();
        assertThat(first).isBetween(7_200L, 7_800L);
        for (var wrong : new String[] {"", "a,,b", "a=0", "a=x", "a,a", "a b"}) {
            assertThatThrownBy(() -> Queues.parse(wrong)).as(wrong).isInstanceOf(IllegalArgumentException.class);
        }
    }

    private static List<String> problems(SettingsReader reader) {
        reader.server();
        try {
            reader.check();
            return List.of();
        } catch (InvalidSettingsException e) {
            return e.problems();
        }
    }

    @Test
    void storesThatCannotBeReadAreFoundAtOnce(@TempDir Path directory) throws IOException {
        var nonsense =
                Files.writeString(directory.resolve("nonsense"), "nonsense").toString();
        var values = values(Map.of(
                Setting.URL, "tcp+tls://h",
                Setting.TRUST_STORE, "/no/such/trust.p12",
                Setting.KEY_STORE, nonsense,
                Setting.READ_TIMEOUT, "5"));
        assertThat(problems(new SettingsReader("x", values)))
                .hasSize(3)
                .anyMatch(problem ->
                        problem.equals("trustStore /no/such/trust.p12 cannot be read: there is no such file"))
                .anyMatch(problem -> problem.startsWith("keyStore " + nonsense + " cannot be read: "))
                .anyMatch(problem -> problem.startsWith("readTimeout"));
        values.set(Setting.TRUST_STORE, directory.toString());
        assertThat(problems(new SettingsReader("x", values)))
                .anyMatch(problem -> problem.startsWith("trustStore " + directory + " cannot be read: "));
    }

    @Test
    void whatIsForTlsAloneIsRefusedBesideAnAddressWithoutIt() {
        var values = values(
                Map.of(Setting.TRUST_STORE, "/nope", Setting.KEY_STORE, "/nope", Setting.VERIFY_HOSTNAME, "false"));
        for (var environment : List.<Map<String, String>>of(
                Map.of(), Map.of("FAKTORY_URL", "tcp://h"), Map.of("FAKTORY_PROVIDER", "P", "P", "tcp://h"))) {
            assertThat(problems(new SettingsReader("x", values, environment::get)))
                    .filteredOn(problem -> problem.contains("has no effect with an address that is not tcp+tls://"))
                    .extracting(problem -> problem.split(" ")[0])
                    .containsExactly("trustStore", "keyStore", "verifyHostname");
        }
        assertThat(problems(new SettingsReader("x", values, Map.of("FAKTORY_URL", "tcp+tls://h")::get)))
                .noneMatch(problem -> problem.contains("no effect"));
        values.set(Setting.URL, "${WHERE}");
        assertThat(problems(new SettingsReader("x", values, Map.of("WHERE", "tcp://h")::get)))
                .anyMatch(problem -> problem.startsWith("verifyHostname has no effect"));
        // Where it cannot be known yet, no connection is made either.
        assertThat(problems(new SettingsReader("x", values, Map.<String, String>of()::get)))
                .noneMatch(problem -> problem.contains("no effect"));
        // The default itself says nothing.
        assertThat(problems(new SettingsReader(
                        "x", values(Map.of(Setting.URL, "tcp://h", Setting.VERIFY_HOSTNAME, "true")))))
                .isEmpty();
    }

    @Test
    void aTrustStoreThatTheAdapterHasForOthersIsNoMistakeOfAPlainFactory() {
        var adapter = values(Map.of(Setting.URL, "tcp+tls://h", Setting.TRUST_STORE, "/nope"));
        var plain = values(Map.of(Setting.URL, "tcp://h"));
        assertThat(problems(new SettingsReader("x", plain.over(adapter)))).isEmpty();
        assertThat(problems(new SettingsReader("x", new SettingValues().over(adapter))))
                .singleElement()
                .asString()
                .startsWith("trustStore /nope");
    }
}
