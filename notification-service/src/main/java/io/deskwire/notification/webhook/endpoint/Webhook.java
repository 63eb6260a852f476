package io.deskwire.notification.webhook.endpoint;

import com.fasterxml.jackson.annotation.JsonIgnore;
import io.deskwire.common.identity.TenantId;
import io.deskwire.common.identity.UserId;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// An address of a tenant that is told of its events. As JSON this is its public image; the secret is not part of it.
///
/// @param eventTypes types of the catalogue, or `*` for all
/// @param ordered one delivery at a time, each waiting for the one before
/// @param disabledReason why it gets nothing: `gone` (it answered 410), `failing` (for too long), `by_admin`, or
///     `owner_left` (its last editor has left or is suspended; what comes waits until somebody enables it)
/// @param permissions of its last editor, when saving: it gets the events that these show, as far as they are still
/// held
/// @param failures attempts failed in a row
/// @param updatedBy its last editor, whose view counts
/// @param savedAt when; `updatedAt` is also the time of what was nobody's decision
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
        UserId updatedBy,
        @JsonIgnore Instant savedAt,
        Instant createdAt,
        Instant updatedAt) {

    public Webhook {
        eventTypes = List.copyOf(eventTypes);
        permissions = List.copyOf(permissions);
    }

    /// What an admin may set.
    record Draft(
            String url, List<String> eventTypes, @Nullable String description, boolean ordered, Status status) {}

    View view() {
        return new View(tenantId.value(), updatedBy.value(), Set.copyOf(permissions), savedAt);
    }

    /// One version on, as this caller wants it, whose view counts from now on. A change gives a failing endpoint
    /// another chance; one that stays disabled is so by decision, and nothing waits for it any more.
    Webhook next(Draft draft, UserId saver, List<String> saverPermissions, Instant now) {
        return new Webhook(
                id,
                tenantId,
                draft.url(),
                draft.eventTypes(),
                draft.description(),
                draft.ordered(),
                draft.status(),
                draft.status() == Status.ACTIVE ? null : "by_admin",
                saverPermissions,
                0,
                null,
                null,
                version + 1,
                createdBy,
                saver,
                now,
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
