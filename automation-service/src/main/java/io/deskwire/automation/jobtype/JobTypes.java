package io.deskwire.automation.jobtype;

import io.deskwire.automation.jobtype.JobTypeProperties.AgentType;
import io.deskwire.contracts.access.Permission;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;

/// The door to the catalogue of job types. An agent type that is no longer configured creates and executes nothing.
@Component
public class JobTypes {
    private static final AgentType IDLE = new AgentType(Set.of(), Set.of());

    private final Map<String, AgentType> agentTypes;
    private final Set<String> all;

    JobTypes(JobTypeProperties properties) {
        this.agentTypes = properties.known();
        this.all = agentTypes.values().stream()
                .flatMap(type -> Stream.concat(type.creates().stream(), type.executes().stream()))
                .collect(Collectors.collectingAndThen(
                        Collectors.toCollection(TreeSet::new), Collections::unmodifiableSet));
    }

    /// Every job type that some agent creates or executes, in order.
    public Set<String> all() {
        return all;
    }

    public Set<String> agentTypes() {
        return agentTypes.keySet();
    }

    public Set<String> createdBy(String agentType) {
        return type(agentType).creates();
    }

    public Set<String> executedBy(String agentType) {
        return type(agentType).executes();
    }

    /// What the token of such an agent carries: creators read jobs, executors see those they hold.
    public List<String> permissions(String agentType) {
        var permissions = new ArrayList<String>();
        if (!createdBy(agentType).isEmpty()) {
            permissions.add(Permission.JOBS_READ.key());
            permissions.add(Permission.JOBS_WRITE.key());
        }
        if (!executedBy(agentType).isEmpty()) {
            permissions.add(Permission.JOBS_EXECUTE.key());
        }
        return permissions;
    }

    private AgentType type(String name) {
        return agentTypes.getOrDefault(name, IDLE);
    }
}
