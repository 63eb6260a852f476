package io.deskwire.notification.webhook;

import io.deskwire.common.identity.TenantId;
import io.deskwire.common.identity.UserId;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// An address of a tenant that is told of its events. As JSON this is its public image; the secret is not part of it.
///
/// @param eventTypes types of the catalogue, or `*` for all
/// @param ordered one delivery at a time, each waiting for the one before
/// @param disabledReason why it gets nothing: `gone` (it answered 410), `failing` (for too long) or `by_admin`
/// @param permissions of the admin who set it up or changed it last: it gets the events that this admin could see
/// @param failures attempts failed in a row
/// @param pausedUntil after repeated failures: when it is tried next
public record Webhook(
        UUID id,
        TenantId tenantId,
        String url,
        List<String> eventTypes,
        @Nullable String description,
        boolean ordered,
        Status status,
        @Nullable String disabledReason,
        List<String> permissions,
        int failures,
        @Nullable Instant failingSince,
        @Nullable Instant pausedUntil,
        long version,
        UserId createdBy,
        Instant createdAt,
        Instant updatedAt) {

    public Webhook {
        eventTypes = List.copyOf(eventTypes);
        permissions = List.copyOf(permissions);
    }

    /// What an admin may set.
    record Draft(
            String url, List<String> eventTypes, @Nullable String description, boolean ordered, Status status) {}

    /// One version on, as an admin with these permissions wants it. A change gives a failing endpoint another chance.
    Webhook next(Draft draft, List<String> adminPermissions, Instant now) {
        return new Webhook(
                id,
                tenantId,
                draft.url(),
                draft.eventTypes(),
                draft.description(),
                draft.ordered(),
                draft.status(),
                draft.status() == Status.ACTIVE ? null : status == Status.DISABLED ? disabledReason : "by_admin",
                adminPermissions,
                0,
                null,
                null,
                version + 1,
                createdBy,
                createdAt,
                now);
    }

    Draft draft() {
        return new Draft(url, eventTypes, description, ordered, status);
    }

    public enum Status {
        ACTIVE,
        DISABLED
    }
}
