package io.deskwire.notification.realtime.channel;

import io.deskwire.common.event.Audience;
import io.deskwire.common.id.Uuid7;
import io.deskwire.common.identity.Caller;
import io.deskwire.contracts.access.TenantRole;
import io.deskwire.notification.realtime.channel.Admission.RefusedException;
import io.deskwire.notification.realtime.channel.ChannelRule.OfHolders;
import io.deskwire.notification.realtime.channel.ChannelRule.OfNobody;
import io.deskwire.notification.realtime.channel.ChannelRule.OfStaff;
import io.deskwire.notification.realtime.channel.ChannelRule.OfTenant;
import io.deskwire.notification.realtime.channel.ChannelRule.OfTicket;
import io.deskwire.notification.tail.TeamMembers;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/// Whether a caller may hear and speak in a channel of the caller's tenant.
@Component
class ChannelRules {
    private static final Logger log = LoggerFactory.getLogger(ChannelRules.class);

    /// A ticket that is younger may be on its way to here; an older one that is unknown is not there.
    private static final Duration ON_ITS_WAY = Duration.ofMinutes(1);

    private static final Duration CLOCKS_DIFFER_BY = Duration.ofSeconds(5);
    private static final Duration LOOK_AGAIN_AFTER = Duration.ofMillis(100);

    private final TicketAudiences tickets;
    private final TeamMembers teams;
    private final RealtimeProperties properties;
    private final Clock clock;

    ChannelRules(TicketAudiences tickets, TeamMembers teams, RealtimeProperties properties, Clock clock) {
        this.tickets = tickets;
        this.teams = teams;
        this.properties = properties;
        this.clock = clock;
    }

    /// For all that a client asks at once. Waits for tickets that are not heard of yet, for all of them together no
    /// longer than for one.
    Look look() {
        return new Look(clock.instant().plus(properties.patience().ticket()));
    }

    /// Waits for nothing.
    Look lookAtOnce() {
        return new Look(Instant.MIN);
    }

    /// One look at the rules of several channels; of one thread. After a lookup that failed there are no more: each may
    /// wait long for a database that is away.
    final class Look {
        private final Instant until;
        private @Nullable RefusedException failure;

        private Look(Instant until) {
            this.until = until;
        }

        /// Raises a refusal that is passing where nobody can say.
        boolean admits(Caller caller, ChannelRule rule) throws RefusedException {
            // Also to the secret key: it would speak to the whole tenant, in the public channel of that name.
            if (caller.kind() == Caller.Kind.SYSTEM) {
                return !(rule instanceof OfNobody);
            }
            return switch (rule) {
                case OfTenant() -> true;
                case OfNobody() -> false;
                case OfStaff() -> caller.role() != null && caller.role() != TenantRole.CLIENT;
                case OfHolders(var permission) -> caller.may(permission);
                case OfTicket(var id) -> id != null && mayRead(caller, id);
            };
        }

        private boolean mayRead(Caller caller, UUID ticket) throws RefusedException {
            if (failure != null) {
                throw failure;
            }
            try {
                return audience(caller.requireTenant().value(), ticket)
                        .map(audience -> audience.admits(
                                caller.subject().value(),
                                caller.permissions(),
                                named -> teams.of(caller.requireTenant().value(), named)
                                        .contains(caller.subject().value())))
                        .orElse(false);
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                return false;
            } catch (RuntimeException cause) {
                // Whatever failed, nobody comes in by it.
                log.warn("Who may read ticket {} cannot be looked up", ticket, cause);
                failure = RefusedException.passing("who may read the ticket cannot be looked up; try again");
                throw failure;
            }
        }

        private Optional<Audience> audience(UUID tenant, UUID ticket) throws InterruptedException {
            var found = tickets.of(tenant, ticket);
            while (found.isEmpty() && isNew(ticket) && clock.instant().isBefore(until)) {
                Thread.sleep(LOOK_AGAIN_AFTER);
                found = tickets.of(tenant, ticket);
            }
            return found;
        }
    }

    /// An id from the future is invented: clocks differ by less.
    private boolean isNew(UUID ticket) {
        var now = clock.instant();
        return Uuid7.instantOf(ticket)
                .map(made -> made.isAfter(now.minus(ON_ITS_WAY)) && made.isBefore(now.plus(CLOCKS_DIFFER_BY)))
                .orElse(false);
    }
}
