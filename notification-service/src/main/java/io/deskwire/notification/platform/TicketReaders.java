package io.deskwire.notification.platform;

import io.deskwire.common.event.Audience;
import io.deskwire.notification.realtime.channel.TicketAudiences;
import io.deskwire.notification.seenticket.SeenTickets;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Component;

/// Tells realtime who may read a ticket, as events have told. Neither knows the other.
@Component
class TicketReaders implements TicketAudiences {
    private final SeenTickets tickets;

    TicketReaders(SeenTickets tickets) {
        this.tickets = tickets;
    }

    @Override
    public Optional<Audience> of(UUID tenant, UUID ticket) {
        return tickets.audience(tenant, ticket);
    }
}
