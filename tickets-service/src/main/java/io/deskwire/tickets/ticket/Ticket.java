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
import io.deskwire.tickets.ticket.Decision.Changed;
import io.deskwire.tickets.ticket.Decision.Impossible;
import io.deskwire.tickets.ticket.Decision.Misfit;
import io.deskwire.tickets.ticket.Decision.NotForRequester;
import io.deskwire.tickets.ticket.Decision.Unchanged;
import java.time.Instant;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

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
    /// @param requesterUser the client who asked, where one did; sees this ticket too. Not in the image
    public record People(
            @Nullable ContactId requesterId,
            @Nullable UserId assigneeId,
            @Nullable UUID teamId,
            @JsonIgnore @Nullable UserId requesterUser) {

        public static People asking(@Nullable ContactId requester, @Nullable UserId requesterUser) {
            return new People(requester, null, null, requesterUser);
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
    public record Origin(
            @Nullable Channel channel,
            @Nullable String source,
            @Nullable String externalId) {
        private Origin by(Actor actor) {
            return channel == null ? new Origin(Channel.of(actor), source, externalId) : this;
        }
    }

    /// @param solvedAt when it was solved or closed at last; null while it is worked on
    public record Ends(@Nullable Instant solvedAt, @Nullable Instant closedAt) {
        static final Ends NONE = new Ends(null, null);

        private Ends at(TicketStatus status, Instant now) {
            return switch (status) {
                case OPEN, PENDING, ON_HOLD -> NONE;
                case SOLVED -> new Ends(first(solvedAt, now), null);
                case CLOSED -> new Ends(first(solvedAt, now), first(closedAt, now));
            };
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

    Decision change(TicketPatch patch, Actor actor, Instant now) {
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
        if (!content.status().mayBecome(status)) {
            return new Impossible(
                    "status-transition",
                    "a %s ticket cannot become %s (expected: %s)"
                            .formatted(
                                    wire(content.status()),
                                    wire(status),
                                    content.status().next()));
        }
        return new Changed(new Ticket(
                id, number, tenantId, wanted, then, origin, deadlines, stamp.next(actor, now), ends.at(status, now)));
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
    Decision changeByRequester(TicketPatch patch, Actor actor, Instant now) {
        var wanted = patch.applied(content);
        if (!wanted.with(content.status()).equals(content)
                || !patch.applied(people).equals(people)) {
            return new NotForRequester(
                    "a client may change only the status of a ticket; leave the other fields to the team");
        }
        return switch (wanted.status()) {
            case SOLVED, OPEN -> change(patch, actor, now);
            case PENDING, ON_HOLD, CLOSED ->
                wanted.status() == content.status()
                        ? new Unchanged()
                        : new NotForRequester("a client cannot set the status to %s (expected: solved or open)"
                                .formatted(wire(wanted.status())));
        };
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
        return Audience.of(Permission.TICKETS_READ, people.requesterUser());
    }

    private static String wire(TicketStatus status) {
        return status.name().toLowerCase(Locale.ROOT);
    }
}
