package io.deskwire.notification.channel.inapp;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.deskwire.common.aggregate.Published;
import io.deskwire.common.event.Audience;
import io.deskwire.common.identity.TenantId;
import io.deskwire.common.identity.UserId;
import io.deskwire.notification.preference.NotificationKind;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// One person told of one event. As JSON this is its public image: in answers and in events.
///
/// @param userId who is told
/// @param needs what its owner must have to go on reading it, as an audience needs it; sorted, and no part of the
///     public image
public record Notification(
        NotificationId id,
        TenantId tenantId,
        UserId userId,
        @JsonUnwrapped Content content,
        @JsonIgnore List<String> needs,
        @JsonUnwrapped Marks marks,
        long version,
        Instant createdAt,
        Instant updatedAt)
        implements Published {

    public Notification {
        needs = List.copyOf(needs);
    }

    /// What it tells.
    ///
    /// @param table with `subject`: what it is about, by the name a frontend subscribes to
    /// @param eventId the event it comes from; at most one notification per event and person
    /// @param actor who caused the event, as events name it
    public record Content(
            NotificationKind kind, String title, String table, UUID subject, UUID eventId, String actor) {}

    /// What its owner has done with it.
    public record Marks(@Nullable Instant readAt, @Nullable Instant archivedAt) {
        static final Marks NONE = new Marks(null, null);
    }

    @Override
    public UUID publishedId() {
        return id.value();
    }

    /// Who may see it, as its row's policy says.
    @Override
    public Audience audience() {
        return Audience.of(userId, needs);
    }

    boolean unread() {
        return marks.readAt() == null && marks.archivedAt() == null;
    }

    /// Null where it is read already.
    @Nullable
    Notification read(Instant now) {
        return marks.readAt() != null ? null : next(new Marks(now, marks.archivedAt()), now);
    }

    /// Null where it is archived already. What is archived unread no longer counts as unread, but stays unread.
    @Nullable
    Notification archived(Instant now) {
        return marks.archivedAt() != null ? null : next(new Marks(marks.readAt(), now), now);
    }

    private Notification next(Marks marked, Instant now) {
        return new Notification(id, tenantId, userId, content, needs, marked, version + 1, createdAt, now);
    }
}
