package io.deskwire.auth.user;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.deskwire.auth.user.User.Milestone;
import io.deskwire.common.identity.UserId;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A user in GoTrue's shape: unset `email` and `phone` are empty strings, unset timestamps are left out.
@JsonInclude(JsonInclude.Include.NON_NULL)
public record UserView(
        UUID id,
        String aud,
        String role,
        String email,
        String phone,
        @Nullable Instant emailConfirmedAt,
        @Nullable Instant confirmedAt,
        @Nullable Instant invitedAt,
        @Nullable Instant confirmationSentAt,
        @Nullable Instant recoverySentAt,
        @Nullable String newEmail,
        @Nullable Instant emailChangeSentAt,
        @Nullable Instant reauthenticationSentAt,
        @Nullable Instant lastSignInAt,
        @Nullable Instant bannedUntil,
        @Nullable Instant deletedAt,
        Map<String, Object> appMetadata,
        Map<String, Object> userMetadata,
        List<IdentityView> identities,
        @Nullable List<FactorView> factors,
        Instant createdAt,
        Instant updatedAt,
        boolean isAnonymous) {

    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record IdentityView(
            UUID identityId,
            String id,
            UUID userId,
            Map<String, Object> identityData,
            String provider,
            @Nullable Instant lastSignInAt,
            Instant createdAt,
            Instant updatedAt,
            @Nullable String email) {}

    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record FactorView(
            UUID id,

            @JsonInclude(JsonInclude.Include.NON_EMPTY) String friendlyName,

            String factorType,
            String status,
            String phone,

            @JsonInclude(JsonInclude.Include.ALWAYS) @Nullable
            Instant lastChallengedAt,

            Instant createdAt,
            Instant updatedAt) {
        public static FactorView of(User.Factor factor) {
            return new FactorView(
                    factor.id(),
                    factor.friendlyName(),
                    factor.factorType(),
                    factor.verified() ? "verified" : "unverified",
                    "",
                    factor.lastChallengedAt(),
                    factor.createdAt(),
                    factor.updatedAt());
        }
    }

    public static UserView of(User user) {
        return of(user, "authenticated");
    }

    private static UserView of(User user, String role) {
        return new UserView(
                user.id().value(),
                "authenticated",
                role,
                user.email() == null ? "" : user.email(),
                "",
                user.at(Milestone.EMAIL_CONFIRMED),
                user.at(Milestone.EMAIL_CONFIRMED),
                user.at(Milestone.INVITED),
                user.at(Milestone.CONFIRMATION_SENT),
                user.at(Milestone.RECOVERY_SENT),
                user.newEmail(),
                user.at(Milestone.EMAIL_CHANGE_SENT),
                user.at(Milestone.REAUTHENTICATION_SENT),
                user.at(Milestone.LAST_SIGN_IN),
                user.bannedUntil(),
                user.at(Milestone.DELETED),
                user.appMetadata(),
                user.userMetadata(),
                user.identities().stream().map(i -> view(user, i)).toList(),
                user.factors().isEmpty()
                        ? null
                        : user.factors().stream().map(FactorView::of).toList(),
                user.createdAt(),
                user.updatedAt(),
                user.anonymous());
    }

    /// For a stranger who signs up with an address that is known: nothing that others wrote of its owner.
    public UserView withoutDetails() {
        var providers = new HashMap<>(appMetadata);
        providers.keySet().retainAll(Set.of("provider", "providers"));
        return new UserView(
                id,
                aud,
                role,
                email,
                phone,
                emailConfirmedAt,
                confirmedAt,
                invitedAt,
                confirmationSentAt,
                recoverySentAt,
                newEmail,
                emailChangeSentAt,
                reauthenticationSentAt,
                lastSignInAt,
                bannedUntil,
                deletedAt,
                providers,
                Map.of(),
                List.of(),
                null,
                createdAt,
                updatedAt,
                isAnonymous);
    }

    /// GoTrue's answer to a sign-up with an address that is taken: it looks like success and names nobody.
    public static UserView madeUp(String email, Map<String, Object> metadata, Instant now) {
        var nobody = User.anonymous(new UserId(UUID.randomUUID()), metadata, now)
                .edit()
                .anonymous(false)
                .email(email)
                .appMetadata(Map.of("provider", "email", "providers", List.of("email")))
                .at(Milestone.CONFIRMATION_SENT, now)
                .done();
        return of(nobody, "");
    }

    private static IdentityView view(User user, User.Identity identity) {
        return new IdentityView(
                identity.identityId(),
                identity.providerId(),
                user.id().value(),
                identity.identityData(),
                identity.provider(),
                identity.lastSignInAt(),
                identity.createdAt(),
                identity.updatedAt(),
                identity.identityData().get("email") instanceof String email ? email : null);
    }
}
