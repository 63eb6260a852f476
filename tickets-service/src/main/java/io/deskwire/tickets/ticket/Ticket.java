package io.deskwire.tickets.ticket;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.deskwire.common.aggregate.Published;
import io.deskwire.common.aggregate.Stamp;
import io.deskwire.common.event.Audience;
import io.deskwire.common.identity.Actor;
import io.deskwire.common.identity.TenantId;
import io.deskwire.common.identity.UserId;
import io.deskwire.contracts.access.Permission;
import io.deskwire.tickets.contact.ContactId;
import io.deskwire.tickets.deadline.Deadlines;
import io.deskwire.tickets.platform.CustomFields;
import io.deskwire.tickets.platform.Named;
import io.deskwire.tickets.ticket.Decision.Changed;
import io.deskwire.tickets.ticket.Decision.Impossible;
import io.deskwire.tickets.ticket.Decision.Misfit;
import io.deskwire.tickets.ticket.Decision.NotForRequester;
import io.deskwire.tickets.ticket.Decision.Unchanged;
import io.deskwire.tickets.ticket.TicketStatus.Mover;
import io.deskwire.tickets.ticketfield.TicketFields;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/// A request that somebody works on. As JSON this is its public image: in answers and in events.
///
/// @param number counts the tenant's tickets from 1; 0 until it is stored
public record Ticket(
        TicketId id,
        long number,
        TenantId tenantId,
        @JsonUnwrapped TicketContent content,
        @JsonUnwrapped People people,
        @JsonUnwrapped Origin origin,
        @JsonUnwrapped Deadlines deadlines,
        @JsonUnwrapped Stamp stamp,
        @JsonUnwrapped Ends ends)
        implements Published {

    /// Who asked and who works on it.
    ///
    /// @param requesterId the contact who asked
    /// @param followers people who are told of it besides, in the order in which they came, each once
    /// @param requesterUser the client who asked, where one did; sees this ticket too. Not in the image
    public record People(
            @Nullable ContactId requesterId,
            @Nullable UserId assigneeId,
            @Nullable UUID teamId,
            List<UserId> followers,
            @JsonIgnore @Nullable UserId requesterUser) {
        public People {
            followers = List.copyOf(followers);
        }

        /// Whether the same people asked, so that neither sees more by the other's ticket.
        public boolean areAskedBySame(People other) {
            return Objects.equals(requesterId, other.requesterId) && Objects.equals(requesterUser, other.requesterUser);
        }

        public static People asking(@Nullable ContactId requester, @Nullable UserId requesterUser) {
            return new People(requester, null, null, List.of(), requesterUser);
        }
    }

    public enum Channel {
        API,
        WEB,
        EMAIL,
        AUTOMATION;

        /// By which way somebody opens a ticket who does not say.
        static Channel of(Actor actor) {
            return switch (actor.kind()) {
                case USER -> WEB;
                case SERVICE_USER, SYSTEM, IMPORT -> API;
                case AGENT, TRIGGER, MACRO -> AUTOMATION;
                case MAIL -> EMAIL;
            };
        }
    }

    /// @param channel by which way it came in; null in a draft that does not say
    /// @param source where it came from, such as `shop`; present where `externalId` is
    /// @param externalId what the source calls it; unique within tenant and source
    /// @param followUpOf the closed ticket that it goes on from, even where that is purged by now
    public record Origin(
            @Nullable Channel channel,
            @Nullable String source,
            @Nullable String externalId,
            @Nullable TicketId followUpOf) {
        private Origin by(Actor actor) {
            return channel == null ? new Origin(Channel.of(actor), source, externalId, followUpOf) : this;
        }
    }

    /// @param solvedAt when it was solved or closed at last; null while it is worked on
    /// @param deletedAt when it was put into the trash; null where it is not there
    /// @param mergedInto the ticket in which its conversation goes on
    public record Ends(
            @Nullable Instant solvedAt,
            @Nullable Instant closedAt,
            @Nullable Instant deletedAt,
            @Nullable TicketId mergedInto) {
        static final Ends NONE = new Ends(null, null, null, null);

        private Ends at(TicketStatus status, Instant now) {
            return switch (status) {
                case OPEN, PENDING, ON_HOLD -> new Ends(null, null, deletedAt, mergedInto);
                case SOLVED -> new Ends(first(solvedAt, now), null, deletedAt, mergedInto);
                case CLOSED -> new Ends(first(solvedAt, now), first(closedAt, now), deletedAt, mergedInto);
            };
        }

        private Ends deleted(@Nullable Instant at) {
            return new Ends(solvedAt, closedAt, at, mergedInto);
        }

        private Ends merged(TicketId target) {
            return new Ends(solvedAt, closedAt, deletedAt, target);
        }

        private static Instant first(@Nullable Instant earlier, Instant now) {
            return earlier == null ? now : earlier;
        }
    }

    static Ticket opened(TicketId id, TenantId tenant, TicketDraft draft, People people, Actor actor, Instant now) {
        return new Ticket(
                id,
                0,
                tenant,
                draft.patch().applied(TicketContent.blank()),
                draft.patch().applied(people),
                draft.origin().by(actor),
                Deadlines.NONE,
                Stamp.first(actor, now),
                Ends.NONE);
    }

    /// By the team.
    Decision change(TicketPatch patch, Actor actor, Instant now) {
        return change(patch, Mover.TEAM, actor, now);
    }

    Decision change(TicketPatch patch, Mover mover, Actor actor, Instant now) {
        var wanted = patch.applied(content);
        var then = patch.applied(people);
        var misfits = CustomFields.misfits(wanted.customFields());
        if (!misfits.isEmpty()) {
            return new Misfit(misfits);
        }
        if (wanted.equals(content) && then.equals(people)) {
            return new Unchanged();
        }
        var status = wanted.status();
        if (status != content.status() && ends.mergedInto() != null && mover != Mover.REQUESTER) {
            return new Impossible(
                    "ticket-merged", "the ticket was merged into %s; unmerge it first".formatted(ends.mergedInto()));
        }
        if (!content.status().mayBecome(status, mover)) {
            return new Impossible(
                    "status-transition",
                    "a %s ticket cannot become %s (expected: %s)"
                            .formatted(
                                    content.status().wire(),
                                    status.wire(),
                                    content.status().nextInWords(mover)));
        }
        return new Changed(next(wanted, then, ends.at(status, now), actor, now));
    }

    /// The same one version on.
    private Ticket next(TicketContent content, People people, Ends ends, Actor actor, Instant now) {
        return new Ticket(id, number, tenantId, content, people, origin, deadlines, stamp.next(actor, now), ends);
    }

    /// With other deadlines, which the version that it is about to get brings with it.
    Ticket due(Deadlines other) {
        return new Ticket(id, number, tenantId, content, people, origin, other, stamp, ends);
    }

    /// The same one version on, but for its deadlines.
    Ticket due(Deadlines other, Actor actor, Instant now) {
        return new Ticket(id, number, tenantId, content, people, origin, other, stamp.next(actor, now), ends);
    }

    /// The requester may say that it is solved, and that it is not after all; the rest is the team's.
    ///
    /// @param patch names no custom fields
    /// @param fields what becomes of those that are open to clients
    Decision changeByRequester(TicketPatch patch, ObjectNode fields, Actor actor, Instant now) {
        var wanted = patch.applied(content);
        if (!wanted.with(content.status()).equals(content)
                || !patch.applied(people).equals(people)) {
            return notForRequester();
        }
        var whole = fields.isEmpty() ? patch : patch.withCustomFields(new Named<>(fields));
        return switch (wanted.status()) {
            case SOLVED, OPEN -> change(whole, Mover.REQUESTER, actor, now);
            case PENDING, ON_HOLD, CLOSED ->
                wanted.status() == content.status()
                        ? change(whole, Mover.REQUESTER, actor, now)
                        : new NotForRequester("a client cannot set the status to %s (expected: solved or open)"
                                .formatted(wanted.status().wire()));
        };
    }

    static NotForRequester notForRequester() {
        return new NotForRequester("a client may change only the status of a ticket, and custom fields that are open to"
                + " clients; leave the other fields to the team");
    }

    /// What waited for a customer, or was taken for solved, is open again when one replies in public.
    Decision answered(TicketEvent.Replied reply) {
        var status =
                reply.fromCustomer() && !reply.internal() ? content.status().afterReplyOfCustomer() : content.status();
        return status == content.status()
                ? new Unchanged()
                : new Changed(
                        next(content.with(status), people, ends.at(status, reply.at()), reply.actor(), reply.at()));
    }

    /// Closed, because its conversation goes on in the other one.
    Ticket merged(TicketId target, Actor actor, Instant now) {
        var closed = ends.at(TicketStatus.CLOSED, now).merged(target);
        return next(content.with(TicketStatus.CLOSED), people, closed, actor, now);
    }

    /// On its own again.
    ///
    /// @param status and `former`: as they were before it was merged
    Ticket unmerged(TicketStatus status, Ends former, Actor actor, Instant now) {
        return next(content.with(status), people, former, actor, now);
    }

    /// In the trash.
    Ticket deleted(Actor actor, Instant now) {
        return next(content, people, ends.deleted(now), actor, now);
    }

    /// Out of the trash, as it was when it came there.
    Ticket restored(Actor actor, Instant now) {
        return next(content, people, ends.deleted(null), actor, now);
    }

    /// Without the values of fields that are not for clients.
    public Ticket asClientsSee(TicketFields fields) {
        var seen = fields.seenByClients(content.customFields());
        return seen.equals(content.customFields())
                ? this
                : new Ticket(id, number, tenantId, content.with(seen), people, origin, deadlines, stamp, ends);
    }

    /// What events show of it. The client who asked hears of it, too, and an event says the same to all its readers.
    Ticket told(TicketFields fields) {
        return people.requesterUser() == null ? this : asClientsSee(fields);
    }

    @Override
    public UUID publishedId() {
        return id.value();
    }

    @Override
    public long version() {
        return stamp.version();
    }

    /// The rule of the row's policy.
    @Override
    public Audience audience() {
        return ends.deletedAt() == null
                ? Audience.of(Permission.TICKETS_READ, people.requesterUser())
                : new Audience(Permission.TICKETS_DELETE.key(), List.of(), List.of(Permission.TICKETS_READ.key()));
    }
}
