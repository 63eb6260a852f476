package io.deskwire.notification.webhook.endpoint;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.deskwire.common.aggregate.Stamp;
import io.deskwire.common.identity.Actor;
import io.deskwire.common.identity.Caller;
import io.deskwire.common.identity.TenantId;
import io.deskwire.common.identity.UserId;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// An address of a tenant that is told of its events. As JSON this is its public image; the secret is not part of it.
///
/// @param disabledReason why it gets nothing: `gone` (it answered 410), `failing` (for too long), `by_admin`, or
///     `owner_left` (its last editor has left or is suspended; what comes waits until somebody enables it)
/// @param permissions of its last editor, when saving: it gets the events that these show, as far as they are still
///     held
/// @param savedAt when its last editor saved it, whose view counts; the stamp's `updatedAt` is also the time of
///     what was nobody's decision
public record Webhook(
        WebhookId id,
        TenantId tenantId,
        @JsonUnwrapped Draft content,
        @Nullable String disabledReason,
        List<String> permissions,
        @JsonUnwrapped Streak streak,
        @JsonIgnore Instant savedAt,
        @JsonUnwrapped Stamp stamp) {

    public Webhook {
        permissions = List.copyOf(permissions);
    }

    /// What an admin may set.
    ///
    /// @param eventTypes types of the catalogue, or `*` for all
    /// @param ordered one delivery at a time, each waiting for the one before
    public record Draft(
            String url, List<String> eventTypes, @Nullable String description, boolean ordered, Status status) {
        public Draft {
            eventTypes = List.copyOf(eventTypes);
        }
    }

    /// How it fails at present.
    ///
    /// @param failures attempts failed in a row
    /// @param pausedUntil after repeated failures: when it is tried next
    public record Streak(
            int failures,
            @Nullable Instant failingSince,
            @Nullable Instant pausedUntil) {
        static final Streak NONE = new Streak(0, null, null);
    }

    static Webhook first(WebhookId id, Caller saver, Draft draft, Instant now) {
        return new Webhook(
                id,
                saver.requireTenant(),
                draft,
                null,
                permissions(saver),
                Streak.NONE,
                now,
                Stamp.first(Actor.user(saver.subject()), now));
    }

    /// One version on, as this caller wants it, whose view counts from now on. A change gives a failing endpoint
    /// another chance; one that stays disabled is so by decision, and nothing waits for it any more.
    Webhook next(Draft draft, Caller saver, Instant now) {
        return new Webhook(
                id,
                tenantId,
                draft,
                draft.status() == Status.ACTIVE ? null : "by_admin",
                permissions(saver),
                Streak.NONE,
                now,
                stamp.next(Actor.user(saver.subject()), now));
    }

    private static List<String> permissions(Caller saver) {
        return saver.permissions().stream().sorted().toList();
    }

    public View view() {
        return new View(tenantId.value(), saver().value(), Set.copyOf(permissions), savedAt);
    }

    /// Its last editor.
    public UserId saver() {
        return Objects.requireNonNull(stamp.updatedBy(), "a subject saves an endpoint");
    }

    public Status status() {
        return content.status();
    }

    long version() {
        return stamp.version();
    }

    public enum Status {
        ACTIVE,
        DISABLED
    }
}
