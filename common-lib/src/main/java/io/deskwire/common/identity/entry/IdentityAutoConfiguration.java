package io.deskwire.common.identity.entry;

import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.proc.SecurityContext;
import io.deskwire.common.identity.Authenticator;
import io.deskwire.common.identity.IdentityProperties;
import io.deskwire.common.identity.revocation.RevocationFeed;
import io.deskwire.common.identity.revocation.Revocations;
import io.deskwire.common.identity.systemkey.SystemEntry;
import io.deskwire.common.identity.systemkey.SystemUses;
import io.deskwire.common.identity.token.PublishedKeys;
import io.deskwire.common.identity.token.TokenVerifier;
import io.deskwire.common.problem.Problem.Forbidden;
import io.deskwire.common.topic.KafkaProperties;
import java.net.MalformedURLException;
import java.time.Clock;
import java.util.List;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication.Type;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;
import tools.jackson.databind.json.JsonMapper;

@AutoConfiguration
@EnableConfigurationProperties({IdentityProperties.class, KafkaProperties.class})
class IdentityAutoConfiguration {
    @Bean
    @ConditionalOnMissingBean
    JWKSource<SecurityContext> publishedKeys(IdentityProperties properties) throws MalformedURLException {
        return new PublishedKeys(properties.keysUrl().toURL());
    }

    @Bean
    TokenVerifier tokenVerifier(JWKSource<SecurityContext> keys, IdentityProperties properties, Clock clock) {
        return new TokenVerifier(keys, properties, clock);
    }

    @Bean
    Revocations revocations(IdentityProperties properties) {
        return new Revocations(properties);
    }

    @Bean
    RevocationFeed revocationFeed(
            Revocations revocations,
            KafkaProperties kafka,
            IdentityProperties properties,
            Clock clock,
            JsonMapper json) {
        return new RevocationFeed(revocations, kafka.bootstrapServers(), properties, clock, json);
    }

    /// Part of readiness: a node that does not know the open revocations must not serve.
    @Bean
    HealthIndicator revocationsHealthIndicator(RevocationFeed feed) {
        return () -> feed.caughtUp()
                ? Health.up().build()
                : Health.outOfService()
                        .withDetail("reason", "open revocations not read yet")
                        .build();
    }

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnWebApplication(type = Type.SERVLET)
    static class Servlet {
        /// After the request trace, before everything that reads the caller.
        static final int ORDER = Ordered.HIGHEST_PRECEDENCE + 20;

        /// Where nobody writes the uses down, nobody gets in.
        @Bean
        SystemEntry systemEntry(ObjectProvider<SystemUses> uses, @Value("${spring.application.name:}") String service) {
            return new SystemEntry(service, uses.getIfAvailable(() -> _ -> {
                throw new Forbidden(
                        "forbidden", "the secret key is not accepted here; send a session or an API key instead");
            }));
        }

        @Bean
        FilterRegistrationBean<CallerFilter> callerFilter(
                List<Authenticator> authenticators,
                Revocations revocations,
                SystemEntry systemEntry,
                IdentityProperties properties,
                JsonMapper json) {
            var registration = new FilterRegistrationBean<>(
                    new CallerFilter(authenticators, revocations, systemEntry, properties, json));
            registration.setOrder(ORDER);
            return registration;
        }

        @Bean
        WebMvcConfigurer callerArgument() {
            return new WebMvcConfigurer() {
                @Override
                public void addArgumentResolvers(List<HandlerMethodArgumentResolver> resolvers) {
                    resolvers.add(new CallerArgument());
                }
            };
        }
    }
}
