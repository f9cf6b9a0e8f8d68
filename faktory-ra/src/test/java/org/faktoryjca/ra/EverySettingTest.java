package org.faktoryjca.ra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.beans.Introspector;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.faktoryjca.InvalidSettingsException;
import org.faktoryjca.Job;
import org.faktoryjca.client.pool.FaktoryConnections;
import org.faktoryjca.client.settings.Setting;
import org.faktoryjca.client.settings.Setting.Place;
import org.faktoryjca.ra.outbound.FaktoryManagedConnectionFactory;
import org.faktoryjca.testing.server.EmbeddedFaktory;
import org.faktoryjca.testing.server.FaultProxy;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A connection factory's settings with bad values, in a server and in plain Java: each is refused by its name, all at once, and
 * nobody is connected to.
 */
class EverySettingTest {
    private static EmbeddedFaktory server;
    private static FaultProxy proxy;

    @BeforeAll
    static void start() {
        server = EmbeddedFaktory.start();
        proxy = FaultProxy.before(server);
    }

    @AfterAll
    static void stop() {
        assertThat(proxy.accepted()).as("connections").isZero();
        proxy.close();
        server.close();
    }

    @Test
    void theTableHasEverySetting() {
        assertThat(BadSettings.table().keySet()).containsExactlyInAnyOrder(Setting.values());
    }

    private static List<String> problemsInServer(Map<Setting, String> texts) throws Exception {
        var bean = new FaktoryManagedConnectionFactory();
        bean.setUrl(proxy.url());
        for (var property : Introspector.getBeanInfo(bean.getClass()).getPropertyDescriptors()) {
            for (var text : texts.entrySet()) {
                if (property.getName().equals(text.getKey().key())) {
                    property.getWriteMethod().invoke(bean, text.getValue());
                }
            }
        }
        return catchThrowableOfType(
                        InvalidSettingsException.class,
                        () -> bean.createConnectionFactory().push(Job.of("never")))
                .problems();
    }

    private static List<String> problemsInPlainJava(Map<Setting, String> texts) {
        var builder = FaktoryConnections.at(proxy.url());
        texts.forEach(builder::set);
        return catchThrowableOfType(InvalidSettingsException.class, builder::build)
                .problems();
    }

    static Stream<Arguments> bad() {
        return Arrays.stream(Setting.values())
                .filter(setting -> setting.place() != Place.ACTIVATION)
                .flatMap(setting -> BadSettings.table().get(setting).stream().map(text -> Arguments.of(setting, text)));
    }

    @ParameterizedTest(name = "{0} = {1}")
    @MethodSource("bad")
    void aBadValueIsRefusedByItsName(Setting setting, String text) throws Exception {
        // With TLS, beside which each of them has an effect.
        var one = new EnumMap<Setting, String>(Map.of(Setting.URL, "tcp+tls://localhost"));
        one.put(setting, text);
        assertThat(problemsInServer(one)).singleElement().asString().startsWith(setting.key() + " ");
        assertThat(problemsInPlainJava(one)).singleElement().asString().startsWith(setting.key() + " ");
    }

    @Test
    void allBadValuesAreReportedAtOnce() throws Exception {
        var texts = BadSettings.oneOfEach(place -> place != Place.ACTIVATION);
        assertThat(texts).hasSizeGreaterThan(15);
        assertThat(problemsInServer(texts)).hasSameSizeAs(texts.keySet());
        assertThat(problemsInPlainJava(texts)).hasSameSizeAs(texts.keySet());
    }

    @Test
    void whatHasNoEffectInPlainJavaIsRefusedAndNotIgnored() {
        assertThat(problemsInPlainJava(Map.of(Setting.SPILL_FILE, "spill", Setting.QUEUES, "a")))
                .containsExactlyInAnyOrder(
                        "spillFile has no effect here; leave it out", "queues has no effect here; leave it out");
    }
}
