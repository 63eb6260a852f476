package io.deskwire.notification.seenticket;

import io.deskwire.common.event.CloudEvent;
import io.deskwire.common.reception.EventEffect;
import io.deskwire.contracts.event.Topic;
import io.deskwire.directory.Directory;
import java.util.Set;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/// Takes in what events tell of tickets. In its group it comes before what announces them: what it cannot take is not
/// announced.
@Component
@Order(1)
class SeenTicketEffect implements EventEffect {
    private final SeenTicketRepository repository;

    SeenTicketEffect(SeenTicketRepository repository) {
        this.repository = repository;
    }

    @Override
    public String consumer() {
        return "tickets-seen";
    }

    @Override
    public Set<String> groups() {
        return Set.of(Directory.GROUP);
    }

    @Override
    public Set<Topic> topics() {
        return Set.of(Topic.TICKETS);
    }

    @Override
    public boolean concerns(String type) {
        return type.startsWith("ticket.");
    }

    @Override
    public void accept(CloudEvent event) {
        switch (event.type()) {
            case "ticket.created", "ticket.updated" -> {
                var ticket = SeenTicket.of(event);
                if (ticket != null) {
                    repository.save(ticket);
                }
            }
            case "ticket.deleted" -> event.rowId("id").ifPresent(id -> repository.delete(event.tenant(), id));
            default -> {}
        }
    }
}
