package io.deskwire.tickets.sla;

import io.deskwire.common.identity.Actor;
import io.deskwire.common.identity.TenantId;
import io.deskwire.tickets.deadline.Deadlines;
import io.deskwire.tickets.deadline.Progress;
import io.deskwire.tickets.deadline.Reckoning;
import io.deskwire.tickets.sla.Agreements.Agreement;
import io.deskwire.tickets.ticket.LiveTickets;
import io.deskwire.tickets.ticket.Ticket;
import io.deskwire.tickets.ticket.TicketEvent;
import io.deskwire.tickets.ticket.TicketStatus;
import java.time.Instant;
import java.util.function.UnaryOperator;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/// Gives a ticket the deadlines of the policy that holds for it. Time counts while it is open.
@Component
class TicketClocks implements LiveTickets.Clocks {
    private final KnownAgreements known;
    private final PastRepository past;
    private final SlaProperties properties;
    private final JsonMapper json;

    TicketClocks(KnownAgreements known, PastRepository past, SlaProperties properties, JsonMapper json) {
        this.known = known;
        this.past = past;
        this.properties = properties;
        this.json = json;
    }

    @Override
    public long revision(TenantId tenant) {
        return known.of(tenant).revision();
    }

    @Override
    public void know(TenantId tenant, long revision) {
        if (known.of(tenant).revision() < revision) {
            known.learn(tenant);
        }
    }

    @Override
    public Deadlines of(Ticket ticket) {
        return reckoned(ticket, ticket.stamp().updatedAt(), progress -> progress);
    }

    @Override
    public Deadlines after(TicketEvent.Replied reply) {
        var before = reply.ticket().deadlines();
        var sla = before.sla();
        if (sla == null || reply.internal()) {
            return before;
        }
        var last = sla.nextResponse();
        var missed = last != null && last.breached();
        return reckoned(reply.ticket(), reply.at(), progress -> said(reply, missed, progress));
    }

    private Deadlines reckoned(Ticket ticket, Instant now, UnaryOperator<Progress> happened) {
        var agreements =
                ticket.deadlines().sla() == null ? known.of(ticket.tenantId()) : known.needed(ticket.tenantId());
        if (agreements.inOrder().isEmpty()) {
            return Deadlines.NONE;
        }
        return agreements
                .holding(json.valueToTree(ticket), now)
                .map(agreement -> reckoned(ticket, agreement, happened.apply(progress(ticket, now)), now))
                .orElse(Deadlines.NONE);
    }

    private Deadlines reckoned(Ticket ticket, Agreement agreement, Progress progress, Instant now) {
        return new Reckoning(agreement.hours(), progress, now, properties.warnLeft())
                .of(
                        agreement.policy().value(),
                        agreement.targets().of(ticket.content().priority()),
                        ticket.stamp().createdAt(),
                        ticket.ends().solvedAt());
    }

    /// What nobody counted, because no policy held until now, is looked up: it may have been answered long ago.
    private Progress progress(Ticket ticket, Instant now) {
        var counted = ticket.deadlines().progress();
        if (counted == null) {
            counted = ticket.version() == 1 ? Progress.begun() : past.of(ticket.tenantId(), ticket.id());
        }
        return counted.counting(ticket.content().status() == TicketStatus.OPEN, now);
    }

    /// @param missed whether the customer's last question was answered late
    private static Progress said(TicketEvent.Replied reply, boolean missed, Progress progress) {
        if (reply.fromCustomer()) {
            return progress.asked(reply.at(), missed);
        }
        return isByTeam(reply.actor()) ? progress.answered(reply.at()) : progress;
    }

    /// What goes out by itself, such as a note that a ticket has come in, answers nobody.
    private static boolean isByTeam(Actor actor) {
        return switch (actor.kind()) {
            case USER, SERVICE_USER, MACRO -> true;
            case AGENT, SYSTEM, TRIGGER, MAIL, IMPORT -> false;
        };
    }
}
