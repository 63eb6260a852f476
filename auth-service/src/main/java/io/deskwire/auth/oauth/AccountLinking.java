package io.deskwire.auth.oauth;

import io.deskwire.auth.platform.GoTrueException;
import io.deskwire.auth.provider.ExternalIdentity;
import io.deskwire.auth.signup.SignUpGate;
import io.deskwire.auth.user.Identities;
import io.deskwire.auth.user.User;
import io.deskwire.auth.user.User.Identity;
import io.deskwire.auth.user.User.Milestone;
import io.deskwire.auth.user.UserService;
import io.deskwire.common.identity.UserId;
import java.time.Clock;
import java.util.HashMap;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// Decides which account an external identity belongs to. Callers bring the system door; a refusal leaves nothing.
///
/// An identity that is known signs in to its account. A new one joins the account with the same address only if its
/// provider verified the address; and whoever had registered that address before without proving it loses every way
/// in: otherwise a stranger could lie in wait in an account that its owner comes to later.
@Component
class AccountLinking {
    private final Identities identities;
    private final UserService users;
    private final WaysIn waysIn;
    private final SignUpGate gate;
    private final Clock clock;

    AccountLinking(Identities identities, UserService users, WaysIn waysIn, SignUpGate gate, Clock clock) {
        this.identities = identities;
        this.users = users;
        this.waysIn = waysIn;
        this.gate = gate;
        this.clock = clock;
    }

    /// The account that signs in.
    User signIn(ExternalIdentity who) {
        lock(who);
        var owner = identities
                .owner(who.provider(), who.subject())
                .flatMap(users::findForUpdate)
                .filter(user -> user.identities().stream().anyMatch(identity -> same(identity, who)));
        var user = owner.isPresent() ? returning(owner.get(), who) : arriving(who);
        return users.find(user).orElseThrow();
    }

    private UserId returning(User owner, ExternalIdentity who) {
        var user = active(owner);
        identities.signedIn(who.provider(), who.subject(), who.data());
        if (!user.confirmed() && user.email() != null) {
            requireVerified(who);
            if (!user.email().equals(who.email())) {
                throw needsVerification(who);
            }
            claim(user, who);
        } else {
            users.save(user.edit().userMetadata(who.data()).done());
        }
        return user.id();
    }

    private UserId arriving(ExternalIdentity who) {
        var email = requireVerified(who);
        var found = users.findByEmailForUpdate(email);
        if (found.isEmpty()) {
            return create(email, who).id();
        }
        var user = active(found.get());
        if (user.isServiceUser()) {
            throw GoTrueException.emailExists(422);
        }
        identities.add(user.id(), who.provider(), who.subject(), who.data());
        var linked = users.findForUpdate(user.id()).orElseThrow();
        if (linked.confirmed()) {
            users.save(linked.edit().userMetadata(who.data()).done());
        } else {
            claim(linked, who);
        }
        return user.id();
    }

    private User create(String email, ExternalIdentity who) {
        gate.admit(email);
        return identities
                .createPerson(email, who.provider(), who.subject(), who.data())
                .orElseThrow(() -> GoTrueException.emailExists(422));
    }

    /// The address is proved for the first time, and by somebody who need not be who registered it: the
    /// password, the other identities, second factors, mailed links, sessions and all that the unproved
    /// person wrote of itself are void.
    private void claim(User user, ExternalIdentity who) {
        var metadata = new HashMap<String, @Nullable Object>();
        user.userMetadata().keySet().forEach(key -> metadata.put(key, null));
        metadata.putAll(who.data());
        users.save(user.edit()
                .passwordHash(null)
                .newEmail(null)
                .userMetadata(metadata)
                .at(Milestone.EMAIL_CONFIRMED, clock.instant())
                .done());
        identities.removeIf(user.id(), identity -> !same(identity, who));
        waysIn.close(user.id());
    }

    /// Adds an identity to the account of somebody who is signed in and asked for it.
    User link(UserId id, ExternalIdentity who) {
        lock(who);
        var owner = identities.owner(who.provider(), who.subject());
        if (owner.isPresent()) {
            throw new GoTrueException(
                    422,
                    "identity_already_exists",
                    owner.get().equals(id)
                            ? "Identity is already linked"
                            : "Identity is already linked to another user");
        }
        var user = active(users.findForUpdate(id)
                .orElseThrow(() -> new GoTrueException(422, "user_not_found", "Linking target user not found")));
        if (user.email() == null) {
            adoptAddress(user, who);
        }
        identities.add(id, who.provider(), who.subject(), who.data());
        return users.find(id).orElseThrow();
    }

    /// Somebody without an address gets the one that the provider verified, and is nobody anonymous any more.
    private void adoptAddress(User user, ExternalIdentity who) {
        var email = requireVerified(who);
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
    void unlink(UserId id, UUID identityId) {
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
                    .map(AccountLinking::address)
                    .filter(Objects::nonNull)
                    .findFirst()
                    .ifPresent(edit::email);
        }
        users.save(edit.done());
    }

    /// One at a time for each identity and each address, however many answers come at once.
    private void lock(ExternalIdentity who) {
        identities.lock(who.provider() + " " + who.subject());
        if (who.email() != null) {
            identities.lock(who.email());
        }
    }

    private User active(User user) {
        if (user.banned(clock.instant()) || user.at(Milestone.DELETED) != null) {
            throw new GoTrueException(403, "user_banned", "User is banned");
        }
        return user;
    }

    private static String requireVerified(ExternalIdentity who) {
        if (who.email() == null) {
            throw new GoTrueException(
                    422, "email_address_not_provided", "Error getting user email from external provider");
        }
        if (!who.emailVerified()) {
            throw needsVerification(who);
        }
        return who.email();
    }

    private static GoTrueException needsVerification(ExternalIdentity who) {
        return new GoTrueException(
                422,
                "provider_email_needs_verification",
                "Unverified email with %1$s. Verify the email with %1$s in order to sign in".formatted(who.provider()));
    }

    private static boolean same(Identity identity, ExternalIdentity who) {
        return identity.provider().equals(who.provider())
                && identity.providerId().equals(who.subject());
    }

    private static @Nullable String address(Identity identity) {
        return identity.identityData().get("email") instanceof String email ? email : null;
    }
}
