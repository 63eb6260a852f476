package io.deskwire.notification.rule;

import io.deskwire.common.event.CloudEvent;
import io.deskwire.notification.seenticket.SeenTicket;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Stream;

/// The rules for the events of one topic. Pure: whatever else it has to know it asks the function for.
public sealed interface Rule permits TicketRule, AutomationRule {
    /// What the event is worth telling by all rules; parameters as in [#of].
    static List<Notice> notices(CloudEvent event, Function<UUID, Optional<SeenTicket>> tickets) {
        return Stream.of(new TicketRule(), new AutomationRule())
                .flatMap(rule -> rule.of(event, tickets).stream())
                .toList();
    }

    /// The defaults of the contract. More special ones come first: a person is told of an event once. Types are
    /// strings of other services, so those that a rule does not know tell nobody.
    ///
    /// @param tickets of the event's tenant; empty where a ticket is unknown
    List<Notice> of(CloudEvent event, Function<UUID, Optional<SeenTicket>> tickets);
}
