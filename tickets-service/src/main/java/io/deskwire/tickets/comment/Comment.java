package io.deskwire.tickets.comment;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.deskwire.common.aggregate.Published;
import io.deskwire.common.event.Audience;
import io.deskwire.common.identity.Actor;
import io.deskwire.common.identity.TenantId;
import io.deskwire.common.identity.UserId;
import io.deskwire.contracts.access.Permission;
import io.deskwire.tickets.ticket.TicketId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Something said about a ticket. As JSON this is its public image: in answers and in events.
///
/// @param authorId null where no subject wrote it, but a trigger, a letter or the system
/// @param fromCustomer the author sees their own tickets only, or wrote a letter
/// @param requesterUser the client who asked, where one did; sees public comments. Not part of the image
public record Comment(
        CommentId id,
        TenantId tenantId,
        TicketId ticketId,
        @Nullable UserId authorId,
        boolean fromCustomer,
        @JsonUnwrapped Words words,
        @JsonUnwrapped Edition edition,
        @JsonIgnore @Nullable UserId requesterUser)
        implements Published {
    /// How long its author may change it.
    static final Duration EDITABLE = Duration.ofMinutes(15);

    public enum Visibility {
        /// For everybody who sees the ticket.
        PUBLIC,
        /// For those with `comments.internal`.
        INTERNAL
    }

    /// @param body Markdown of at most 64 KiB
    /// @param mentions whom the body mentions, in its order, each once
    public record Words(Visibility visibility, String body, List<UserId> mentions) {
        public Words {
            mentions = List.copyOf(mentions);
        }
    }

    /// @param version from 1, one more with each change
    /// @param editedAt when its author changed it last; null where it is as first written
    public record Edition(
            long version, Instant createdAt, @Nullable Instant editedAt) {
        static Edition first(Instant now) {
            return new Edition(1, now, null);
        }

        private Edition next(Instant now) {
            return new Edition(version + 1, createdAt, now);
        }

        /// When what it says now was written.
        Instant writtenAt() {
            return editedAt == null ? createdAt : editedAt;
        }
    }

    boolean isBy(Actor actor) {
        return authorId != null && authorId.equals(actor.subject());
    }

    boolean isEditable(Instant now) {
        return !now.isAfter(edition.createdAt().plus(EDITABLE));
    }

    /// The same one version on.
    Comment saying(String body, List<UserId> mentions, Instant now) {
        var other = new Words(words.visibility(), body, mentions);
        return new Comment(id, tenantId, ticketId, authorId, fromCustomer, other, edition.next(now), requesterUser);
    }

    @Override
    public UUID publishedId() {
        return id.value();
    }

    @Override
    public long version() {
        return edition.version();
    }

    /// The rule of the row's policy.
    @Override
    public Audience audience() {
        return switch (words.visibility()) {
            case PUBLIC -> Audience.of(Permission.TICKETS_READ, requesterUser);
            case INTERNAL -> Audience.of(Permission.COMMENTS_INTERNAL);
        };
    }
}
