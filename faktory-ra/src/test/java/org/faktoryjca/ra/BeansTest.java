package org.faktoryjca.ra;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.resource.spi.ConfigProperty;
import jakarta.resource.spi.Connector;
import jakarta.resource.spi.TransactionSupport.TransactionSupportLevel;
import java.beans.Introspector;
import java.beans.PropertyDescriptor;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.faktoryjca.client.settings.Setting;
import org.faktoryjca.ra.inbound.FaktoryActivationSpec;
import org.faktoryjca.ra.outbound.FaktoryManagedConnectionFactory;
import org.junit.jupiter.api.Test;

/** The JavaBeans that the specification asks for, held to the one table of settings. */
class BeansTest {

    private static Map<String, PropertyDescriptor> properties(Class<?> bean) throws Exception {
        return Arrays.stream(Introspector.getBeanInfo(bean).getPropertyDescriptors())
                .filter(property -> property.getWriteMethod() != null)
                .filter(property -> property.getWriteMethod().isAnnotationPresent(ConfigProperty.class))
                .collect(
                        Collectors.toMap(PropertyDescriptor::getName, property -> property, (a, b) -> a, TreeMap::new));
    }

    private static Set<String> keys(Predicate<Setting> which) {
        return Stream.of(Setting.values()).filter(which).map(Setting::key).collect(Collectors.toSet());
    }

    @Test
    void eachBeanHasThePropertiesOfItsPlaceAndNoOthers() throws Exception {
        assertThat(properties(FaktoryResourceAdapter.class).keySet())
                .containsExactlyInAnyOrderElementsOf(keys(Setting::onAdapter));
        assertThat(properties(FaktoryManagedConnectionFactory.class).keySet())
                .containsExactlyInAnyOrderElementsOf(keys(setting ->
                        setting.place() == Setting.Place.SERVER || setting.place() == Setting.Place.FACTORY));
        assertThat(properties(FaktoryActivationSpec.class).keySet())
                .containsExactlyInAnyOrderElementsOf(keys(setting ->
                        setting.place() == Setting.Place.SERVER || setting.place() == Setting.Place.ACTIVATION));
    }

    @Test
    void eachPropertyKeepsItsOwnTextAndPasswordsAreConfidential() throws Exception {
        for (var bean : new ServerBean[] {
            new FaktoryResourceAdapter(), new FaktoryManagedConnectionFactory(), new FaktoryActivationSpec()
        }) {
            for (var property : properties(bean.getClass()).values()) {
                assertThat(property.getPropertyType()).isEqualTo(String.class);
                property.getWriteMethod().invoke(bean, "text of " + property.getName());
                assertThat(property.getReadMethod().invoke(bean)).isEqualTo("text of " + property.getName());
                var setting = Stream.of(Setting.values())
                        .filter(s -> s.key().equals(property.getName()))
                        .findFirst()
                        .orElseThrow();
                assertThat(bean.values().get(setting)).hasValue("text of " + property.getName());
                assertThat(property.getWriteMethod()
                                .getAnnotation(ConfigProperty.class)
                                .confidential())
                        .as(property.getName())
                        .isEqualTo(setting.kind() == Setting.Kind.CONFIDENTIAL);
            }
            assertThat(bean.toString()).doesNotContain("text of");
        }
    }

    @Test
    void theAdapterTakesPartInNoTransactionNeitherByAnnotationNorAtRunTime() {
        assertThat(FaktoryResourceAdapter.class.getAnnotation(Connector.class).transactionSupport())
                .isEqualTo(TransactionSupportLevel.NoTransaction);
        assertThat(new FaktoryManagedConnectionFactory().getTransactionSupport())
                .isEqualTo(TransactionSupportLevel.NoTransaction);
    }
}
