package io.deskwire.auth.user;

import io.deskwire.common.identity.TenantId;
import io.deskwire.common.identity.UserId;
import io.deskwire.common.sql.Row;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A person or a machine that can sign in.
///
/// @param newEmail the address an unfinished change leads to
/// @param anonymous signed in without an address; a change of address makes it a person
/// @param serviceTenant the tenant that owns a machine; null for people
/// @param appMetadata the platform's; trusted
/// @param userMetadata its owner may edit it, so nothing may be decided by it
public record User(
        UserId id,
        @Nullable String email,
        @Nullable String newEmail,
        @Nullable String passwordHash,
        boolean anonymous,
        Map<String, Object> appMetadata,
        Map<String, Object> userMetadata,
        @Nullable Instant bannedUntil,
        @Nullable TenantId serviceTenant,
        @Nullable TenantId lastTenant,
        List<Identity> identities,
        List<Factor> factors,
        Map<Milestone, Instant> milestones,
        Instant createdAt,
        Instant updatedAt) {

    public User {
        milestones = Map.copyOf(milestones);
        factors = List.copyOf(factors);
    }

    /// Somebody without a second factor.
    public User(
            UserId id,
            @Nullable String email,
            @Nullable String newEmail,
            @Nullable String passwordHash,
            boolean anonymous,
            Map<String, Object> appMetadata,
            Map<String, Object> userMetadata,
            @Nullable Instant bannedUntil,
            @Nullable TenantId serviceTenant,
            @Nullable TenantId lastTenant,
            List<Identity> identities,
            Map<Milestone, Instant> milestones,
            Instant createdAt,
            Instant updatedAt) {
        this(
                id,
                email,
                newEmail,
                passwordHash,
                anonymous,
                appMetadata,
                userMetadata,
                bannedUntil,
                serviceTenant,
                lastTenant,
                identities,
                List.of(),
                milestones,
                createdAt,
                updatedAt);
    }

    /// A tenant's machine; its generated address needs no confirmation.
    public static User machine(
            UserId id,
            TenantId tenant,
            String email,
            Map<String, Object> appMetadata,
            Map<String, Object> userMetadata,
            Instant madeAt) {
        return new User(
                id,
                email,
                null,
                null,
                false,
                appMetadata,
                userMetadata,
                null,
                tenant,
                null,
                List.of(),
                Map.of(Milestone.EMAIL_CONFIRMED, madeAt),
                madeAt,
                madeAt);
    }

    /// How somebody proves who it is with one provider.
    public record Identity(
            UUID identityId,
            String providerId,
            String provider,
            Map<String, Object> identityData,
            @Nullable Instant lastSignInAt,
            Instant createdAt,
            Instant updatedAt) {}

    /// A second factor. Unverified: enrolled, and not yet shown to work.
    public record Factor(
            UUID id,
            String friendlyName,
            String factorType,
            boolean verified,
            @Nullable Instant lastChallengedAt,
            Instant createdAt,
            Instant updatedAt) {}

    /// What happened to an account; GoTrue shows each as `…_at`, and mails are limited by the `…_SENT`.
    public enum Milestone {
        EMAIL_CONFIRMED,
        LAST_SIGN_IN,
        INVITED,
        CONFIRMATION_SENT,
        RECOVERY_SENT,
        EMAIL_CHANGE_SENT,
        REAUTHENTICATION_SENT,
        DELETED;

        String column() {
            return Row.wire(this) + "_at";
        }
    }

    /// When it happened; null where it has not.
    public @Nullable Instant at(Milestone milestone) {
        return milestones.get(milestone);
    }

    public boolean banned(Instant now) {
        return bannedUntil != null && bannedUntil.isAfter(now);
    }

    public boolean machine() {
        return serviceTenant != null;
    }

    public boolean confirmed() {
        return milestones.containsKey(Milestone.EMAIL_CONFIRMED);
    }

    /// A copy to change; [UserService#save] stores it.
    public UserEdit edit() {
        return new UserEdit(this);
    }
}
