package io.deskwire.notification.inapp;

import com.fasterxml.jackson.annotation.JsonIgnore;
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
/// @param table with `subject`: what it is about, by the name a frontend subscribes to
/// @param eventId the event it comes from; at most one notification per event and person
/// @param actor who caused the event, as events name it
/// @param needs permissions without which its owner may not read it any more; sorted, and no part of the public image
public record Notification(
        UUID id,
        TenantId tenantId,
        UserId userId,
        NotificationKind kind,
        String title,
        String table,
        UUID subject,
        UUID eventId,
        String actor,
        @JsonIgnore List<String> needs,
        @Nullable Instant readAt,
        @Nullable Instant archivedAt,
        long version,
        Instant createdAt,
        Instant updatedAt) {

    public Notification {
        needs = List.copyOf(needs);
    }

    /// Who may see it, as its row's policy says.
    Audience audience() {
        return Audience.of(userId, needs);
    }

    boolean unread() {
        return readAt == null && archivedAt == null;
    }

    /// Null where it is read already.
    @Nullable
    Notification read(Instant now) {
        return readAt != null ? null : next(now, archivedAt, now);
    }

    /// Null where it is archived already. What is archived unread no longer counts as unread, but stays unread.
    @Nullable
    Notification archived(Instant now) {
        return archivedAt != null ? null : next(readAt, now, now);
    }

    private Notification next(@Nullable Instant read, @Nullable Instant archived, Instant now) {
        return new Notification(
                id,
                tenantId,
                userId,
                kind,
                title,
                table,
                subject,
                eventId,
                actor,
                needs,
                read,
                archived,
                version + 1,
                createdAt,
                now);
    }
}
