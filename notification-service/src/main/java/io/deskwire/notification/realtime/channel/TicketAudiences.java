package io.deskwire.notification.realtime.channel;

import io.deskwire.common.event.Audience;
import java.util.Optional;
import java.util.UUID;

/// Who may read a ticket; given to realtime from outside, because it knows no tickets.
@FunctionalInterface
public interface TicketAudiences {
    /// Empty where the ticket is unknown: not there, deleted, or not heard of yet. Called from any thread, outside of
    /// transactions, and often: a lookup by key. Raises where it cannot be looked up now.
    Optional<Audience> of(UUID tenant, UUID ticket);
}
