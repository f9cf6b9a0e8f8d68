package org.faktoryjca.ra.inbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.faktoryjca.InvalidSettingsException;
import org.faktoryjca.client.settings.Setting;
import org.faktoryjca.client.settings.Setting.Place;
import org.faktoryjca.client.settings.SettingValues;
import org.faktoryjca.client.settings.SettingsReader;
import org.faktoryjca.ra.BadSettings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** An activation's settings with bad values: each is refused by its name, all at once. */
class EveryActivationSettingTest {

    private static List<String> problems(Map<Setting, String> texts) {
        var values = new SettingValues();
        texts.forEach(values::set);
        var reader = new SettingsReader("the bean", values);
        ActivationSettings.read(reader);
        return catchThrowableOfType(InvalidSettingsException.class, reader::check)
                .problems();
    }

    static Stream<Arguments> bad() {
        return Arrays.stream(Setting.values())
                .filter(setting -> setting.place() != Place.FACTORY)
                .flatMap(setting -> BadSettings.table().get(setting).stream().map(text -> Arguments.of(setting, text)));
    }

    @ParameterizedTest(name = "{0} = {1}")
    @MethodSource("bad")
    void aBadValueIsRefusedByItsName(Setting setting, String text) {
        // With TLS, beside which each of them has an effect.
        var one = new EnumMap<Setting, String>(Map.of(Setting.URL, "tcp+tls://localhost"));
        one.put(setting, text);
        assertThat(problems(one)).singleElement().asString().startsWith(setting.key() + " ");
    }

    @Test
    void allBadValuesAreReportedAtOnce() {
        var texts = BadSettings.oneOfEach(place -> place != Place.FACTORY);
        assertThat(texts).hasSizeGreaterThan(12);
        assertThat(problems(texts)).hasSameSizeAs(texts.keySet());
    }
}
