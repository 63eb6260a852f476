package io.deskwire.tickets.draft;

import io.deskwire.common.event.CloudEvent;
import io.deskwire.common.identity.TenantId;
import io.deskwire.common.identity.UserId;
import io.deskwire.common.reception.EventEffect;
import io.deskwire.contracts.event.EventType;
import io.deskwire.contracts.event.Topic;
import java.util.Set;
import org.springframework.stereotype.Component;

/// Deletes the drafts of those who left the tenant.
@Component
class DraftEffect implements EventEffect {
    private static final String MEMBER = EventType.MEMBER_DELETED.wire();
    private static final String SERVICE_USER = EventType.SERVICE_USER_DELETED.wire();

    private final DraftService drafts;

    DraftEffect(DraftService drafts) {
        this.drafts = drafts;
    }

    @Override
    public String consumer() {
        return "drafts";
    }

    @Override
    public Set<Topic> topics() {
        return Set.of(Topic.IDENTITY);
    }

    @Override
    public boolean concerns(String type) {
        return type.equals(MEMBER) || type.equals(SERVICE_USER);
    }

    @Override
    public void accept(CloudEvent event) {
        event.rowId(event.type().equals(MEMBER) ? "user_id" : "id")
                .ifPresent(user -> drafts.removeEverywhere(new TenantId(event.tenant()), new UserId(user)));
    }
}
