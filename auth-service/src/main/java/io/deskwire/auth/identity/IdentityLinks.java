package io.deskwire.auth.identity;

import io.deskwire.auth.platform.GoTrueException;
import io.deskwire.auth.provider.ExternalIdentity;
import io.deskwire.auth.signup.SignUpGate;
import io.deskwire.auth.user.User;
import io.deskwire.auth.user.User.Identity;
import io.deskwire.auth.user.User.Milestone;
import io.deskwire.auth.user.UserService;
import io.deskwire.common.identity.UserId;
import java.time.Clock;
import java.time.Instant;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// Identities that people add to their own account, and take away. Callers bring the system door; a refusal leaves
/// nothing.
@Component
public class IdentityLinks {
    private final Identities identities;
    private final UserService users;
    private final SignUpGate gate;
    private final Clock clock;

    IdentityLinks(Identities identities, UserService users, SignUpGate gate, Clock clock) {
        this.identities = identities;
        this.users = users;
        this.gate = gate;
        this.clock = clock;
    }

    /// Adds an identity to the account of somebody who is signed in and asked for it.
    public User link(UserId id, ExternalIdentity who) {
        identities.lock(who);
        var owner = identities.owner(who);
        if (owner.isPresent()) {
            throw new GoTrueException(
                    422,
                    "identity_already_exists",
                    owner.get().equals(id)
                            ? "Identity is already linked"
                            : "Identity is already linked to another user");
        }
        var user = requireActive(
                users.findForUpdate(id)
                        .orElseThrow(() -> new GoTrueException(422, "user_not_found", "Linking target user not found")),
                clock.instant());
        if (user.email() == null) {
            adoptAddress(user, who);
        }
        identities.add(id, who);
        return users.find(id).orElseThrow();
    }

    /// Somebody without an address gets the one that the provider verified, and is nobody anonymous any more.
    private void adoptAddress(User user, ExternalIdentity who) {
        var email = who.requireVerifiedEmail();
        if (users.findByEmail(email).isPresent()) {
            throw GoTrueException.emailExists(400);
        }
        gate.admit(email);
        users.save(user.edit()
                .email(email)
                .anonymous(false)
                .userMetadata(who.data())
                .at(Milestone.EMAIL_CONFIRMED, clock.instant())
                .done());
    }

    /// Raises `DuplicateKeyException` where the address that remains belongs to somebody else.
    public void unlink(UserId id, UUID identityId) {
        var user = users.findForUpdate(id).orElseThrow();
        if (user.identities().size() <= 1) {
            throw new GoTrueException(
                    422, "single_identity_not_deletable", "User must have at least 1 identity after unlinking");
        }
        var unwanted = user.identities().stream()
                .filter(identity -> identity.identityId().equals(identityId))
                .findFirst()
                .orElseThrow(() -> new GoTrueException(422, "identity_not_found", "Identity doesn't exist"));
        identities.remove(id, identityId);
        var left = users.findForUpdate(id).orElseThrow();
        var edit = left.edit();
        if (unwanted.provider().equals("email")) {
            edit.passwordHash(null);
        }
        if (left.identities().stream().noneMatch(identity -> Objects.equals(address(identity), left.email()))) {
            left.identities().stream()
                    .filter(identity ->
                            Boolean.TRUE.equals(identity.identityData().get("email_verified")))
                    .map(IdentityLinks::address)
                    .filter(Objects::nonNull)
                    .findFirst()
                    .ifPresent(edit::email);
        }
        users.save(edit.done());
    }

    static User requireActive(User user, Instant now) {
        if (user.banned(now) || user.at(Milestone.DELETED) != null) {
            throw new GoTrueException(403, "user_banned", "User is banned");
        }
        return user;
    }

    private static @Nullable String address(Identity identity) {
        return identity.identityData().get("email") instanceof String email ? email : null;
    }
}
