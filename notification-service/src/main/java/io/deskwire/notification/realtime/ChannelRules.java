package io.deskwire.notification.realtime;

import io.deskwire.common.event.Audience;
import io.deskwire.common.id.Uuid7;
import io.deskwire.common.identity.Caller;
import io.deskwire.common.identity.TenantRole;
import io.deskwire.notification.realtime.Admission.RefusedException;
import io.deskwire.notification.realtime.ChannelRule.OfHolders;
import io.deskwire.notification.realtime.ChannelRule.OfNobody;
import io.deskwire.notification.realtime.ChannelRule.OfStaff;
import io.deskwire.notification.realtime.ChannelRule.OfTenant;
import io.deskwire.notification.realtime.ChannelRule.OfTicket;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/// Whether a caller may hear and speak in a channel of the caller's tenant.
@Component
class ChannelRules {
    private static final Logger log = LoggerFactory.getLogger(ChannelRules.class);

    /// A ticket that is younger may be on its way to here; an older one that is unknown is not there.
    private static final Duration ON_ITS_WAY = Duration.ofMinutes(1);

    private static final Duration LOOK_AGAIN_AFTER = Duration.ofMillis(100);

    private final TicketAudiences tickets;
    private final RealtimeProperties properties;
    private final Clock clock;

    ChannelRules(TicketAudiences tickets, RealtimeProperties properties, Clock clock) {
        this.tickets = tickets;
        this.properties = properties;
        this.clock = clock;
    }

    /// Waits for a ticket that is not heard of yet. Raises a refusal that is passing where nobody can say.
    boolean admits(Caller caller, ChannelRule rule) throws RefusedException {
        return admits(caller, rule, properties.patience().ticket());
    }

    /// At once.
    boolean admitsStill(Caller caller, ChannelRule rule) throws RefusedException {
        return admits(caller, rule, Duration.ZERO);
    }

    private boolean admits(Caller caller, ChannelRule rule, Duration patience) throws RefusedException {
        if (caller.kind() == Caller.Kind.SYSTEM) {
            return true;
        }
        return switch (rule) {
            case OfTenant() -> true;
            case OfNobody() -> false;
            case OfStaff() -> caller.role() != null && caller.role() != TenantRole.CLIENT;
            case OfHolders(var permission) -> caller.may(permission);
            case OfTicket(var id) -> id != null && mayRead(caller, id, patience);
        };
    }

    private boolean mayRead(Caller caller, UUID ticket, Duration patience) throws RefusedException {
        return audience(caller.requireTenant().value(), ticket, patience)
                .map(audience -> audience.admits(caller.subject().value(), caller.permissions()))
                .orElse(false);
    }

    private Optional<Audience> audience(UUID tenant, UUID ticket, Duration patience) throws RefusedException {
        var until = clock.instant().plus(patience);
        try {
            var found = tickets.of(tenant, ticket);
            while (found.isEmpty() && isNew(ticket) && clock.instant().isBefore(until)) {
                Thread.sleep(LOOK_AGAIN_AFTER);
                found = tickets.of(tenant, ticket);
            }
            return found;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        } catch (RuntimeException failure) {
            // Whatever failed, nobody comes in by it.
            log.warn("Who may read ticket {} cannot be looked up", ticket, failure);
            throw RefusedException.passing("who may read the ticket cannot be looked up; try again");
        }
    }

    private boolean isNew(UUID ticket) {
        return Uuid7.instantOf(ticket)
                .map(made -> made.isAfter(clock.instant().minus(ON_ITS_WAY)))
                .orElse(false);
    }
}
