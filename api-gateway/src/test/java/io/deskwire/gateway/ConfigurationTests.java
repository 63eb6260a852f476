package io.deskwire.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.deskwire.common.net.Network;
import io.deskwire.common.net.NetworkConverter;
import io.deskwire.gateway.credential.DeploymentKeys;
import io.deskwire.gateway.edge.EdgeProperties;
import io.deskwire.gateway.service.ServiceProperties;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.PropertySourcesPlaceholdersResolver;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.convert.ApplicationConversionService;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.io.ClassPathResource;

/// `gateway.yaml` with nothing but these variables.
class ConfigurationTests {
    @Test
    void pagesOfTheSiteAndOfADeveloperMayReadByDefault() throws IOException {
        assertThat(edge(Map.of()).corsOrigins()).containsExactly("http://localhost:3000");
        assertThat(edge(Map.of("DESKWIRE_SITE_URL", "https://desk.example")).corsOrigins())
                .containsExactly("https://desk.example", "http://localhost:3000");
        assertThat(edge(Map.of("DESKWIRE_CORS_ORIGINS", "https://a.example, https://*.b.example"))
                        .corsOrigins())
                .containsExactly("https://a.example", "https://*.b.example");
    }

    @Test
    void noProxyIsTrustedByDefault() throws IOException {
        assertThat(edge(Map.of()).trustedProxies()).isEmpty();
        assertThat(edge(Map.of("DESKWIRE_TRUSTED_PROXIES", "10.0.0.0/8,192.0.2.1"))
                        .trustedProxies())
                .map(Network::toString)
                .containsExactly("10.0.0.0/8", "192.0.2.1/32");
    }

    @ParameterizedTest
    @ValueSource(strings = {"example.com", "10.0.0/8", "10.0.0.0/x", "10.0.0.1/8", "192.0.2.1,10.0.0.1/8"})
    void aMalformedNetworkStopsTheStart(String networks) {
        assertThatThrownBy(() -> edge(Map.of("DESKWIRE_TRUSTED_PROXIES", networks)))
                .hasMessageContaining("deskwire.gateway.trusted-proxies")
                .rootCause()
                .hasMessageContaining("expected");
    }

    @Test
    void aServiceAddressWithAPathStopsTheStart() {
        assertThatThrownBy(() -> binder(Map.of("DESKWIRE_TICKETS_URL", "http://tickets:8080/api"))
                        .bind("deskwire.services", ServiceProperties.class))
                .rootCause()
                .hasMessageContaining("http://tickets:8080/api");
    }

    @Test
    void aMissingKeyStopsTheStartAndIsNotShown() {
        assertThatThrownBy(() -> binder(Map.of("DESKWIRE_PUBLISHABLE_KEY", GatewayFixture.PUBLISHABLE))
                        .bind("deskwire.keys", DeploymentKeys.class))
                .rootCause()
                .hasMessageContaining("deskwire.keys.secret is missing");
        assertThat(new DeploymentKeys(GatewayFixture.PUBLISHABLE, GatewayFixture.SECRET).toString())
                .doesNotContain(GatewayFixture.SECRET);
    }

    private static EdgeProperties edge(Map<String, Object> variables) throws IOException {
        return binder(variables).bind("deskwire.gateway", EdgeProperties.class).get();
    }

    private static Binder binder(Map<String, Object> variables) throws IOException {
        var environment = new StandardEnvironment();
        environment.getPropertySources().remove(StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME);
        environment.getPropertySources().addFirst(new MapPropertySource("variables", new HashMap<>(variables)));
        new YamlPropertySourceLoader()
                .load("gateway", new ClassPathResource("gateway.yaml"))
                .forEach(environment.getPropertySources()::addLast);
        var conversions = new ApplicationConversionService();
        conversions.addConverter(new NetworkConverter());
        return new Binder(
                ConfigurationPropertySources.get(environment),
                new PropertySourcesPlaceholdersResolver(environment),
                conversions);
    }
}
