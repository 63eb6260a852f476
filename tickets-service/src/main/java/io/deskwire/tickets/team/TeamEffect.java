package io.deskwire.tickets.team;

import io.deskwire.common.event.CloudEvent;
import io.deskwire.common.identity.TenantId;
import io.deskwire.common.identity.UserId;
import io.deskwire.common.reception.EventEffect;
import io.deskwire.contracts.event.EventType;
import io.deskwire.contracts.event.Topic;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.springframework.stereotype.Component;

/// Takes those who left the tenant out of its teams.
@Component
class TeamEffect implements EventEffect {
    private static final String MEMBER = EventType.MEMBER_DELETED.wire();
    private static final String SERVICE_USER = EventType.SERVICE_USER_DELETED.wire();

    private final TeamService teams;

    TeamEffect(TeamService teams) {
        this.teams = teams;
    }

    @Override
    public String consumer() {
        return "teams";
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
        leaver(event).ifPresent(user -> teams.removeEverywhere(new TenantId(event.tenant()), new UserId(user)));
    }

    private static Optional<UUID> leaver(CloudEvent event) {
        return event.rowId(event.type().equals(MEMBER) ? "user_id" : "id");
    }
}
