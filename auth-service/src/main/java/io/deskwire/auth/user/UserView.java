package io.deskwire.auth.user;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.deskwire.auth.user.User.Milestone;
import io.deskwire.common.identity.UserId;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A user in GoTrue's shape: unset `email` and `phone` are empty strings, unset timestamps are skipped.
@JsonInclude(JsonInclude.Include.NON_NULL)
public record UserView(
        @JsonUnwrapped Who who,
        @JsonUnwrapped Confirmation confirmation,
        @JsonUnwrapped EmailChange emailChange,
        @JsonUnwrapped Standing standing,
        @JsonUnwrapped Details details,
        Instant createdAt,
        Instant updatedAt,
        boolean isAnonymous) {

    public record Who(UUID id, String aud, String role, String email, String phone) {}

    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Confirmation(
            @Nullable Instant emailConfirmedAt,
            @Nullable Instant confirmedAt,
            @Nullable Instant invitedAt,
            @Nullable Instant confirmationSentAt,
            @Nullable Instant recoverySentAt) {}

    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record EmailChange(
            @Nullable String newEmail,
            @Nullable Instant emailChangeSentAt,
            @Nullable Instant reauthenticationSentAt) {}

    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Standing(
            @Nullable Instant lastSignInAt,
            @Nullable Instant bannedUntil,
            @Nullable Instant deletedAt) {}

    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Details(
            Map<String, Object> appMetadata,
            Map<String, Object> userMetadata,
            List<IdentityView> identities,
            @Nullable List<FactorView> factors) {}

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
        var email = user.email() == null ? "" : user.email();
        var confirmed = user.at(Milestone.EMAIL_CONFIRMED);
        return new UserView(
                new Who(user.id().value(), "authenticated", role, email, ""),
                new Confirmation(
                        confirmed,
                        confirmed,
                        user.at(Milestone.INVITED),
                        user.at(Milestone.CONFIRMATION_SENT),
                        user.at(Milestone.RECOVERY_SENT)),
                new EmailChange(
                        user.newEmail(),
                        user.at(Milestone.EMAIL_CHANGE_SENT),
                        user.at(Milestone.REAUTHENTICATION_SENT)),
                new Standing(user.at(Milestone.LAST_SIGN_IN), user.bannedUntil(), user.at(Milestone.DELETED)),
                details(user),
                user.createdAt(),
                user.updatedAt(),
                user.anonymous());
    }

    private static Details details(User user) {
        return new Details(
                user.appMetadata(),
                user.userMetadata(),
                user.identities().stream().map(i -> view(user, i)).toList(),
                user.factors().isEmpty()
                        ? null
                        : user.factors().stream().map(FactorView::of).toList());
    }

    /// For a stranger who signs up with an address that is known: nothing that others wrote of its owner.
    public UserView withoutDetails() {
        var providers = new HashMap<>(details.appMetadata());
        providers.keySet().retainAll(Set.of("provider", "providers"));
        var nothing = new Details(providers, Map.of(), List.of(), null);
        return new UserView(who, confirmation, emailChange, standing, nothing, createdAt, updatedAt, isAnonymous);
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
