package io.deskwire.automation.agent;

import io.deskwire.contracts.access.Permission;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// Which agents and jobs there are and who may do what. Adding an agent type is an entry here and nothing else:
/// `deskwire.automation.agent-types.[WALMART_AGENT].executes=PLACE_ORDER` (the brackets keep the underscore).
///
/// @param agentTypes by the name a pairing request gives; where any is configured, the two of the plain installation
/// must be named as well to stay
/// @param audience the `aud` of agent tokens
/// @param replacingLife an agent left in `replacing` for longer is removed
@ConfigurationProperties("deskwire.automation")
public record AgentProperties(
        @Nullable Map<String, Type> agentTypes,
        @DefaultValue("deskwire-automation") String audience,
        @DefaultValue("10m") Duration replacingLife) {

    private static final Map<String, Type> DEFAULTS = Map.of(
            "EBAY_AGENT", new Type(Set.of("PLACE_ORDER"), Set.of()),
            "AMAZON_AGENT", new Type(Set.of(), Set.of("PLACE_ORDER")));

    public AgentProperties {
        agentTypes = agentTypes == null || agentTypes.isEmpty() ? DEFAULTS : Map.copyOf(agentTypes);
    }

    /// @param creates job types it may create
    /// @param executes job types it may claim
    public record Type(
            @DefaultValue Set<String> creates, @DefaultValue Set<String> executes) {
        public Type {
            creates = Set.copyOf(creates);
            executes = Set.copyOf(executes);
        }

        /// What its token carries: creators read jobs, executors see those they hold.
        public List<String> permissions() {
            var permissions = new ArrayList<String>();
            if (!creates.isEmpty()) {
                permissions.add(Permission.JOBS_READ.key());
                permissions.add(Permission.JOBS_WRITE.key());
            }
            if (!executes.isEmpty()) {
                permissions.add(Permission.JOBS_EXECUTE.key());
            }
            return permissions;
        }
    }

    public Map<String, Type> types() {
        return agentTypes == null ? DEFAULTS : agentTypes;
    }

    public Optional<Type> type(String name) {
        return Optional.ofNullable(types().get(name));
    }

    /// Every job type that some agent creates or executes.
    public Set<String> jobTypes() {
        return types().values().stream()
                .flatMap(type -> Stream.concat(type.creates().stream(), type.executes().stream()))
                .collect(Collectors.toUnmodifiableSet());
    }
}
