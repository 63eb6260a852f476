package io.deskwire.automation.jobtype;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

class JobTypesTests {
    @Test
    void knowsTheTwoAgentsOfThePlainInstallation() {
        var types = bound(Map.of());
        assertThat(types.all()).containsExactly("PLACE_ORDER");
        assertThat(types.permissions("EBAY_AGENT")).containsExactly("jobs.read", "jobs.write");
        assertThat(types.permissions("AMAZON_AGENT")).containsExactly("jobs.execute");
        assertThat(types.agentTypes()).containsExactlyInAnyOrder("EBAY_AGENT", "AMAZON_AGENT");
        assertThat(types.permissions("WALMART_AGENT")).isEmpty();
    }

    @Test
    void takesFurtherTypesFromTheConfiguration() {
        var types = bound(Map.of(
                "deskwire.automation.agent-types.[WALMART_AGENT].creates", "RETURN_ORDER",
                "deskwire.automation.agent-types.[WALMART_AGENT].executes", "PLACE_ORDER,CHECK_PRICE"));
        assertThat(types.executedBy("WALMART_AGENT")).containsExactlyInAnyOrder("PLACE_ORDER", "CHECK_PRICE");
        assertThat(types.all()).containsExactlyInAnyOrder("PLACE_ORDER", "CHECK_PRICE", "RETURN_ORDER");
    }

    private static JobTypes bound(Map<String, String> settings) {
        return new JobTypes(new Binder(new MapConfigurationPropertySource(settings))
                .bindOrCreate("deskwire.automation", JobTypeProperties.class));
    }
}
