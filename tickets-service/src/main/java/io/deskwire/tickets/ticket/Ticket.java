package io.deskwire.tickets.ticket;

import com.fasterxml.jackson.annotation.JsonIgnore;
import io.deskwire.common.identity.TenantId;
import io.deskwire.common.identity.UserId;
import io.deskwire.tickets.contact.ContactId;
import io.deskwire.tickets.ticket.Decision.Changed;
import io.deskwire.tickets.ticket.Decision.Impossible;
import io.deskwire.tickets.ticket.Decision.NotForRequester;
import io.deskwire.tickets.ticket.Decision.Unchanged;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/// A request that somebody works on. As JSON this is its public image: in answers and in events.
///
/// @param number counts the tenant's tickets from 1; 0 until it is stored
/// @param requesterId the contact who asked
/// @param requesterUser the client who asked, where one did; sees this ticket besides the team. Not part of the image
/// @param source where it came from; present where `externalId` is
/// @param solvedAt when it was solved or closed at last; null while it is worked on
public record Ticket(
        TicketId id,
        long number,
        TenantId tenantId,
        String subject,
        @Nullable String description,
        TicketStatus status,
        Priority priority,
        @Nullable String type,
        List<String> tags,
        ObjectNode customFields,
        @Nullable ContactId requesterId,
        @Nullable UserId assigneeId,
        @Nullable UUID teamId,
        @Nullable String source,
        @Nullable String externalId,
        @Nullable Instant firstResponseDueAt,
        @Nullable Instant resolutionDueAt,
        boolean slaBreached,
        long version,
        UserId createdBy,
        UserId updatedBy,
        Instant createdAt,
        Instant updatedAt,
        @Nullable Instant solvedAt,
        @Nullable Instant closedAt,
        @JsonIgnore @Nullable UserId requesterUser) {

    public Ticket {
        tags = List.copyOf(tags);
    }

    /// @param ownOnly the caller sees only tickets of their own, so this one becomes theirs
    static Ticket opened(
            TicketId id,
            TenantId tenant,
            TicketDraft draft,
            @Nullable ContactId requester,
            UserId by,
            boolean ownOnly,
            Instant now) {
        var content = draft.content();
        return new Ticket(
                id,
                0,
                tenant,
                content.subject(),
                content.description(),
                TicketStatus.OPEN,
                content.priority(),
                content.type(),
                content.tags(),
                content.customFields(),
                requester,
                null,
                null,
                draft.source(),
                draft.externalId(),
                null,
                null,
                false,
                1,
                by,
                by,
                now,
                now,
                null,
                null,
                ownOnly ? by : null);
    }

    /// What may be changed, as it is.
    TicketChange present() {
        return new TicketChange(
                new TicketContent(subject, description, priority, type, tags, customFields),
                status,
                requesterId,
                assigneeId,
                teamId);
    }

    Decision change(TicketChange wanted, UserId by, Instant now) {
        if (wanted.equals(present())) {
            return new Unchanged();
        }
        if (!status.mayBecome(wanted.status())) {
            return new Impossible(
                    "status-transition", "a %s ticket cannot become %s".formatted(wire(status), wire(wanted.status())));
        }
        return new Changed(next(wanted, by, now));
    }

    /// Whoever asked may say that it is solved, and that it is not after all; the rest is the team's.
    Decision changeByRequester(TicketChange wanted, UserId by, Instant now) {
        if (!wanted.with(status).equals(present())) {
            return new NotForRequester("who asked may change the status alone");
        }
        if (wanted.status() != status
                && wanted.status() != TicketStatus.SOLVED
                && wanted.status() != TicketStatus.OPEN) {
            return new NotForRequester(
                    "who asked may set the status to solved or open, not to " + wire(wanted.status()));
        }
        return change(wanted, by, now);
    }

    private Ticket next(TicketChange wanted, UserId by, Instant now) {
        var content = wanted.content();
        var done = wanted.status() == TicketStatus.SOLVED || wanted.status() == TicketStatus.CLOSED;
        var closed = wanted.status() == TicketStatus.CLOSED;
        return new Ticket(
                id,
                number,
                tenantId,
                content.subject(),
                content.description(),
                wanted.status(),
                content.priority(),
                content.type(),
                content.tags(),
                content.customFields(),
                wanted.requesterId(),
                wanted.assigneeId(),
                wanted.teamId(),
                source,
                externalId,
                firstResponseDueAt,
                resolutionDueAt,
                slaBreached,
                version + 1,
                createdBy,
                by,
                createdAt,
                now,
                done ? first(solvedAt, now) : null,
                closed ? first(closedAt, now) : null,
                requesterUser);
    }

    /// As the database holds it: with its number, and with numbers in custom fields as `jsonb` writes them.
    Ticket stored(long storedNumber, ObjectNode storedFields) {
        return new Ticket(
                id,
                storedNumber,
                tenantId,
                subject,
                description,
                status,
                priority,
                type,
                tags,
                storedFields,
                requesterId,
                assigneeId,
                teamId,
                source,
                externalId,
                firstResponseDueAt,
                resolutionDueAt,
                slaBreached,
                version,
                createdBy,
                updatedBy,
                createdAt,
                updatedAt,
                solvedAt,
                closedAt,
                requesterUser);
    }

    private static Instant first(@Nullable Instant earlier, Instant now) {
        return earlier == null ? now : earlier;
    }

    private static String wire(TicketStatus status) {
        return status.name().toLowerCase(Locale.ROOT);
    }
}
