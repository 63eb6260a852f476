package io.deskwire.automation.jobtype;

import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// Which agents there are and what they do. Adding an agent type is an entry here and nothing else:
/// `deskwire.automation.agent-types.[WALMART_AGENT].executes=PLACE_ORDER` (the brackets keep the underscore).
///
/// @param agentTypes by the name a pairing request gives; where any is configured, the two of the plain installation
/// must be named as well to stay
@ConfigurationProperties("deskwire.automation")
record JobTypeProperties(@Nullable Map<String, AgentType> agentTypes) {
    private static final Map<String, AgentType> DEFAULTS = ordered(Map.of(
            "EBAY_AGENT", new AgentType(Set.of("PLACE_ORDER"), Set.of()),
            "AMAZON_AGENT", new AgentType(Set.of(), Set.of("PLACE_ORDER"))));

    JobTypeProperties {
        agentTypes = agentTypes == null || agentTypes.isEmpty() ? DEFAULTS : ordered(agentTypes);
    }

    /// @param creates job types it may create
    /// @param executes job types it may claim
    record AgentType(
            @DefaultValue Set<String> creates, @DefaultValue Set<String> executes) {
        AgentType {
            creates = Collections.unmodifiableSet(new TreeSet<>(creates));
            executes = Collections.unmodifiableSet(new TreeSet<>(executes));
        }
    }

    /// Refusals list what is known, so it has an order.
    private static Map<String, AgentType> ordered(Map<String, AgentType> types) {
        return Collections.unmodifiableMap(new TreeMap<>(types));
    }

    Map<String, AgentType> known() {
        return agentTypes == null ? DEFAULTS : agentTypes;
    }
}
