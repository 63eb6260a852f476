package io.deskwire.tickets.leaver;

import io.deskwire.common.event.CloudEvent;
import io.deskwire.common.identity.TenantId;
import io.deskwire.common.identity.UserId;
import io.deskwire.common.reception.EventEffect;
import io.deskwire.contracts.event.EventType;
import io.deskwire.contracts.event.Topic;
import java.util.Set;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;

/// Tells the rooms who left: one follower of the topic for all of them.
@Component
class LeaverEffect implements EventEffect {
    private static final String MEMBER = EventType.MEMBER_DELETED.wire();
    private static final String SERVICE_USER = EventType.SERVICE_USER_DELETED.wire();

    private final ApplicationEventPublisher rooms;

    LeaverEffect(ApplicationEventPublisher rooms) {
        this.rooms = rooms;
    }

    @Override
    public String consumer() {
        return "leavers";
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
                .ifPresent(user -> rooms.publishEvent(new PersonLeft(new TenantId(event.tenant()), new UserId(user))));
    }
}
