package io.deskwire.automation.tenantdirectory;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import io.deskwire.common.event.CloudEvent;
import io.deskwire.common.identity.TenantId;
import io.deskwire.contracts.event.EventType;
import io.deskwire.contracts.event.Topic;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/// Learns which tenants there are. Safe to repeat and in any order, because a tenant's version only grows.
@Component
class TenantEffect {
    private final TenantDirectory directory;
    private final JsonMapper json;

    TenantEffect(TenantDirectory directory, JsonMapper json) {
        this.directory = directory;
        this.json = json;
    }

    /// The consumer group.
    String name() {
        return "automation.tenants";
    }

    Set<Topic> topics() {
        return Set.of(Topic.IDENTITY);
    }

    void accept(CloudEvent event) {
        var type = EventType.of(event.type()).orElse(null);
        if (type == EventType.TENANT_ERASED) {
            directory.forget(new TenantId(event.tenant()), event.subjectVersion());
        } else if (type == EventType.TENANT_DELETED) {
            learn(event, SeenTenant.Status.DELETED);
        } else if (type == EventType.TENANT_CREATED || type == EventType.TENANT_UPDATED) {
            learn(event, null);
        }
    }

    private void learn(CloudEvent event, SeenTenant.@Nullable Status last) {
        var row = json.treeToValue(event.row(), TenantRow.class);
        directory.learn(
                new SeenTenant(row.id(), row.slug(), last == null ? row.status() : last, event.subjectVersion()));
    }

    @JsonIgnoreProperties(ignoreUnknown = true)
    private record TenantRow(TenantId id, String slug, SeenTenant.Status status) {}
}
