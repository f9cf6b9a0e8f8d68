package org.faktoryjca.client.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.faktoryjca.ClosedException;
import org.faktoryjca.FaktoryConnectionFactory;
import org.faktoryjca.Job;
import org.faktoryjca.client.settings.Setting;
import org.faktoryjca.testing.server.EmbeddedFaktory;
import org.junit.jupiter.api.Test;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.core.env.MapPropertySource;
import org.springframework.stereotype.Component;

/** The example of {@code docs/plain-java.md} for Spring, run in Spring's own context. */
class SpringGuideTest {
    // tag::configuration[]
    @Configuration
    static class FaktoryConfiguration {
        @Bean(destroyMethod = "close")
        FaktoryConnections faktory(Environment environment) {
            return FaktoryConnections.at(environment.getProperty("faktory.url", ""))
                    .set(Setting.DEFAULT_QUEUE, environment.getProperty("faktory.queue", "default"))
                    .build();
        }
    }

    @Component
    static class Newsletter {
        private final FaktoryConnectionFactory faktory;

        Newsletter(FaktoryConnectionFactory faktory) {
            this.faktory = faktory;
        }

        void subscribe(String address) {
            faktory.push(Job.of("welcome", address));
        }
    }
    // end::configuration[]

    @Test
    void aBeanPushesAndTheContextClosesTheConnections() {
        try (var server = EmbeddedFaktory.start()) {
            FaktoryConnections faktory;
            try (var context = new AnnotationConfigApplicationContext()) {
                context.getEnvironment()
                        .getPropertySources()
                        .addFirst(new MapPropertySource(
                                "test", java.util.Map.of("faktory.url", server.url(), "faktory.queue", "mail")));
                context.register(FaktoryConfiguration.class, Newsletter.class);
                context.refresh();
                context.getBean(Newsletter.class).subscribe("someone@example.org");
                faktory = context.getBean(FaktoryConnections.class);
            }
            assertThat(server.queued("mail")).hasSize(1);
            assertThatThrownBy(faktory::getConnection).isInstanceOf(ClosedException.class);
        }
    }
}
