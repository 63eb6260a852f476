package io.deskwire.auth.user;

import io.deskwire.auth.audit.Attribution;
import io.deskwire.common.id.Uuid7;
import io.deskwire.common.identity.SessionId;
import io.deskwire.common.identity.TenantId;
import io.deskwire.common.identity.UserId;
import io.deskwire.common.sql.Row;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A person or a service user that can sign in.
///
/// @param anonymous signed in without an address; a change of address makes it a person
/// @param serviceTenant the tenant that owns a service user; null for people
public record User(
        UserId id,
        Login login,
        boolean anonymous,
        Metadata metadata,
        @Nullable Instant bannedUntil,
        @Nullable TenantId serviceTenant,
        List<Identity> identities,
        List<Factor> factors,
        Past past) {

    public User {
        identities = List.copyOf(identities);
        factors = List.copyOf(factors);
    }

    /// What it signs in with, where that is an address.
    ///
    /// @param newEmail the address that an unfinished change leads to
    record Login(
            @Nullable String email,
            @Nullable String newEmail,
            @Nullable String passwordHash) {
        static final Login NONE = new Login(null, null, null);

        @Override
        public String toString() {
            return "Login[" + email + "]";
        }
    }

    /// @param app the platform's; trusted
    /// @param user its owner may edit it, so nothing may be decided by it
    record Metadata(Map<String, Object> app, Map<String, Object> user) {
        static final Metadata NONE = new Metadata(Map.of(), Map.of());
    }

    /// What happened to it, and when.
    record Past(Map<Milestone, Instant> milestones, Instant createdAt, Instant updatedAt) {
        Past {
            milestones = Map.copyOf(milestones);
        }
    }

    /// A new account that proves itself with this identity alone, and has not confirmed its address yet.
    public static User person(UserId id, String email, Identity identity, Instant madeAt) {
        return empty(id, null, List.of(identity), madeAt)
                .email(email)
                .appMetadata(Map.of("provider", identity.provider(), "providers", List.of(identity.provider())))
                .done();
    }

    /// Somebody without an address.
    public static User anonymous(UserId id, Map<String, Object> userMetadata, Instant madeAt) {
        return empty(id, null, List.of(), madeAt)
                .anonymous(true)
                .userMetadata(userMetadata)
                .done();
    }

    /// A tenant's service user; its generated address needs no confirmation.
    public static User serviceUser(
            UserId id, TenantId tenant, String email, Map<String, Object> appMetadata, Instant madeAt) {
        return empty(id, tenant, List.of(), madeAt)
                .email(email)
                .appMetadata(appMetadata)
                .at(Milestone.EMAIL_CONFIRMED, madeAt)
                .done();
    }

    private static UserEdit empty(
            UserId id, @Nullable TenantId serviceTenant, List<Identity> identities, Instant madeAt) {
        var past = new Past(Map.of(), madeAt, madeAt);
        return new User(id, Login.NONE, false, Metadata.NONE, null, serviceTenant, identities, List.of(), past).edit();
    }

    /// How somebody proves who it is with one provider.
    public record Identity(
            UUID identityId,
            String providerId,
            String provider,
            Map<String, Object> identityData,
            @Nullable Instant lastSignInAt,
            Instant createdAt,
            Instant updatedAt) {

        /// Signing in with the address itself; the data are what GoTrue's `email` identity says of it.
        public static Identity ofEmail(UserId user, String email, boolean verified, Instant madeAt) {
            var claims = Map.<String, Object>of(
                    "sub", user.toString(), "email", email, "email_verified", verified, "phone_verified", false);
            return new Identity(Uuid7.next(), user.toString(), "email", claims, madeAt, madeAt, madeAt);
        }

        /// Besides, what its person says of itself, as far as it is not known better.
        public Identity besides(Map<String, Object> said) {
            var data = new HashMap<>(said);
            data.putAll(identityData);
            return new Identity(identityId, providerId, provider, data, lastSignInAt, createdAt, updatedAt);
        }
    }

    /// A second factor. Unverified: enrolled, and not yet shown to work.
    public record Factor(
            UUID id,
            String friendlyName,
            String factorType,
            boolean verified,
            @Nullable Instant lastChallengedAt,
            Instant createdAt,
            Instant updatedAt) {}

    /// What happened to an account, and when last; GoTrue shows each but the last as `…_at`.
    public enum Milestone {
        EMAIL_CONFIRMED,
        LAST_SIGN_IN,
        INVITED,
        CONFIRMATION_SENT,
        RECOVERY_SENT,
        EMAIL_CHANGE_SENT,
        REAUTHENTICATION_SENT,
        DELETED,
        /// An administrator gave it a password.
        PASSWORD_GIVEN;

        String column() {
            return Row.wire(this) + "_at";
        }
    }

    public @Nullable String email() {
        return login.email();
    }

    public @Nullable String newEmail() {
        return login.newEmail();
    }

    public @Nullable String passwordHash() {
        return login.passwordHash();
    }

    public Map<String, Object> appMetadata() {
        return metadata.app();
    }

    public Map<String, Object> userMetadata() {
        return metadata.user();
    }

    public Instant createdAt() {
        return past.createdAt();
    }

    public Instant updatedAt() {
        return past.updatedAt();
    }

    /// When it happened; null where it has not.
    public @Nullable Instant at(Milestone milestone) {
        return past.milestones().get(milestone);
    }

    public boolean banned(Instant now) {
        return bannedUntil != null && bannedUntil.isAfter(now);
    }

    public boolean isServiceUser() {
        return serviceTenant != null;
    }

    public boolean confirmed() {
        return past.milestones().containsKey(Milestone.EMAIL_CONFIRMED);
    }

    /// Whether somebody else made it, or gave it something, before its owner came.
    public boolean madeByAdministrator() {
        return past.milestones().containsKey(Milestone.INVITED)
                || past.milestones().containsKey(Milestone.PASSWORD_GIVEN);
    }

    /// Without the password that came with an address which nobody has confirmed yet: it may be
    /// anybody, and must not get in once the owner of the address has. What an administrator gave stays.
    public User withoutForeignPassword() {
        return confirmed() || past.milestones().containsKey(Milestone.PASSWORD_GIVEN)
                ? this
                : edit().passwordHash(null).done();
    }

    /// As the audit names it in one of its sessions.
    public Attribution attribution(@Nullable SessionId session) {
        return isServiceUser() ? Attribution.serviceUser(id, session) : Attribution.person(id, session);
    }

    /// A copy to change; [UserService#save] stores it.
    public UserEdit edit() {
        return new UserEdit(this);
    }
}
