package io.deskwire.notification.rule;

import io.deskwire.common.event.CloudEvent;
import io.deskwire.notification.seenticket.SeenTicket;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.stream.Stream;

/// The rules for the events of one topic. Pure: whatever else it has to know it asks the function for.
public sealed interface Rule permits TicketRule, AutomationRule {
    List<Rule> ALL = List.of(new TicketRule(), new AutomationRule());

    /// What events of one type are worth telling.
    @FunctionalInterface
    interface Telling {
        /// The defaults of the contract. More special ones come first: a person is told of an event once.
        ///
        /// @param tickets of the event's tenant; empty where a ticket is unknown
        Stream<Notice> of(CloudEvent event, Function<UUID, Optional<SeenTicket>> tickets);
    }

    /// What the event is worth telling by all rules; parameters as in [Telling#of].
    static List<Notice> notices(CloudEvent event, Function<UUID, Optional<SeenTicket>> tickets) {
        return ALL.stream()
                .flatMap(rule -> Stream.ofNullable(rule.byType().get(event.type())))
                .flatMap(telling -> telling.of(event, tickets))
                .toList();
    }

    /// Whether events of the type may be worth telling.
    static boolean concerns(String type) {
        return ALL.stream().anyMatch(rule -> rule.byType().containsKey(type));
    }

    /// Whether the event may be worth telling, as far as it can be said without knowing a ticket.
    static boolean mayTell(CloudEvent event) {
        var asked = new AtomicBoolean();
        var notices = notices(event, _ -> {
            asked.set(true);
            return Optional.empty();
        });
        return asked.get() || !notices.isEmpty();
    }

    /// By the type of the events it looks at. Types are strings of other services, so those that no rule knows tell
    /// nobody.
    Map<String, Telling> byType();
}
