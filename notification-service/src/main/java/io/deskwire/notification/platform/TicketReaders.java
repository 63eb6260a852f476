package io.deskwire.notification.platform;

import io.deskwire.common.event.Audience;
import io.deskwire.notification.directory.Directory;
import io.deskwire.notification.realtime.channel.TicketAudiences;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Component;

/// Tells realtime who may read a ticket, as the directory has heard it. Neither knows the other.
@Component
class TicketReaders implements TicketAudiences {
    private final Directory directory;

    TicketReaders(Directory directory) {
        this.directory = directory;
    }

    @Override
    public Optional<Audience> of(UUID tenant, UUID ticket) {
        return directory.ticketAudience(tenant, ticket);
    }
}
