package io.deskwire.notification.seenticket;

import io.deskwire.common.event.Audience;
import io.deskwire.common.tenancy.SystemAccess;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/// The door to what events have told of tickets. It lags a moment behind them: what it does not know may be on its
/// way, and only what it knows counts.
@Service
public class SeenTickets {
    private final SeenTicketRepository repository;
    private final SystemAccess system;

    SeenTickets(SeenTicketRepository repository, SystemAccess system) {
        this.repository = repository;
        this.system = system;
    }

    /// Who may see the ticket; empty where it is unknown: not there, deleted, or not heard of yet. One query by primary
    /// key. Callable from any thread, inside and outside of transactions.
    public Optional<Audience> audience(UUID tenant, UUID ticket) {
        return system.query(
                "ticket-audience", () -> repository.find(tenant, ticket).map(SeenTicket::audience));
    }

    /// Needs the system door.
    @Transactional(propagation = Propagation.MANDATORY)
    public Optional<SeenTicket> find(UUID tenant, UUID id) {
        return repository.find(tenant, id);
    }
}
