package io.deskwire.notification.rule;

import io.deskwire.common.event.CloudEvent;
import io.deskwire.notification.seenticket.SeenTicket;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;

/// The rules for the events of one topic. Pure: whatever else it has to know it asks the function for.
public sealed interface Rule permits TicketRule, AutomationRule {
    List<Rule> ALL = List.of(new TicketRule(), new AutomationRule());

    /// What the event is worth telling by all rules; parameters as in [#of].
    static List<Notice> notices(CloudEvent event, Function<UUID, Optional<SeenTicket>> tickets) {
        return ALL.stream()
                .filter(rule -> rule.types().contains(event.type()))
                .flatMap(rule -> rule.of(event, tickets).stream())
                .toList();
    }

    /// Whether events of the type may be worth telling.
    static boolean concerns(String type) {
        return ALL.stream().anyMatch(rule -> rule.types().contains(type));
    }

    /// Of the events it looks at. Types are strings of other services, so those that no rule knows tell nobody.
    Set<String> types();

    /// The defaults of the contract. More special ones come first: a person is told of an event once.
    ///
    /// @param tickets of the event's tenant; empty where a ticket is unknown
    List<Notice> of(CloudEvent event, Function<UUID, Optional<SeenTicket>> tickets);
}
