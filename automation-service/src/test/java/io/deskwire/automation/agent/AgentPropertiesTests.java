package io.deskwire.automation.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

class AgentPropertiesTests {
    @Test
    void knowsTheTwoAgentsOfThePlainInstallation() {
        var properties = bound(Map.of());
        assertThat(properties.jobTypes()).containsExactly("PLACE_ORDER");
        assertThat(properties.type("EBAY_AGENT").orElseThrow().permissions())
                .containsExactly("jobs.read", "jobs.write");
        assertThat(properties.type("AMAZON_AGENT").orElseThrow().permissions()).containsExactly("jobs.execute");
        assertThat(properties.type("WALMART_AGENT")).isEmpty();
    }

    @Test
    void takesFurtherTypesFromTheConfiguration() {
        var properties = bound(Map.of(
                "deskwire.automation.agent-types.[WALMART_AGENT].creates", "RETURN_ORDER",
                "deskwire.automation.agent-types.[WALMART_AGENT].executes", "PLACE_ORDER,CHECK_PRICE"));
        var walmart = properties.type("WALMART_AGENT").orElseThrow();
        assertThat(walmart.executes()).containsExactlyInAnyOrder("PLACE_ORDER", "CHECK_PRICE");
        assertThat(properties.jobTypes()).containsExactlyInAnyOrder("PLACE_ORDER", "CHECK_PRICE", "RETURN_ORDER");
    }

    private static AgentProperties bound(Map<String, String> settings) {
        return new Binder(new MapConfigurationPropertySource(settings))
                .bindOrCreate("deskwire.automation", AgentProperties.class);
    }
}
