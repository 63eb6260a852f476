package io.deskwire.notification.rule;

import io.deskwire.common.event.CloudEvent;
import io.deskwire.notification.seenticket.SeenTicket;
import io.deskwire.notification.seenticket.SeenTickets;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/// The door to the rules.
@Service
public class Rules {
    private static final List<Rule> ALL = List.of(new TicketRule(), new AutomationRule());

    private final SeenTickets tickets;

    Rules(SeenTickets tickets) {
        this.tickets = tickets;
    }

    /// Needs the system door.
    @Transactional(propagation = Propagation.MANDATORY)
    public List<Notice> notices(CloudEvent event) {
        return of(event, ticket -> tickets.find(event.tenant(), ticket));
    }

    static List<Notice> of(CloudEvent event, Function<UUID, Optional<SeenTicket>> tickets) {
        return ALL.stream().flatMap(rule -> rule.of(event, tickets).stream()).toList();
    }
}
