package io.deskwire.automation.tenantdirectory;

import io.deskwire.common.event.CloudEvent;
import io.deskwire.common.reception.EventEffect;
import io.deskwire.contracts.event.Topic;
import java.util.Set;
import org.springframework.stereotype.Component;

/// Tells the directory of tenants what the identity topic says of them.
@Component
class TenantEffect implements EventEffect {
    private final TenantDirectory directory;

    TenantEffect(TenantDirectory directory) {
        this.directory = directory;
    }

    @Override
    public String consumer() {
        return "tenant-directory";
    }

    @Override
    public Set<String> groups() {
        return Set.of("tenants");
    }

    @Override
    public Set<Topic> topics() {
        return Set.of(Topic.IDENTITY);
    }

    @Override
    public boolean concerns(String type) {
        return TenantDirectory.concerns(type);
    }

    /// Each locks a slug, and who waits for it hears of it at its commit.
    @Override
    public boolean together() {
        return false;
    }

    @Override
    public void accept(CloudEvent event) {
        directory.learn(event);
    }
}
