package io.deskwire.auth.identity;

import io.deskwire.auth.platform.GoTrueException;
import io.deskwire.auth.provider.ExternalIdentity;
import io.deskwire.auth.signup.SignUpGate;
import io.deskwire.auth.user.User;
import io.deskwire.auth.user.UserService;
import io.deskwire.common.identity.UserId;
import java.time.Clock;
import org.springframework.stereotype.Component;

/// Decides which account an external identity signs in to. Callers bring the system door; a refusal leaves nothing.
///
/// An identity that is known signs in to its account. A new one joins the account with the same address only if its
/// provider verified the address; an account whose address nobody had proved is claimed then, see [AccountClaim].
@Component
public class IdentitySignIn {
    private final Identities identities;
    private final UserService users;
    private final AccountClaim claims;
    private final SignUpGate gate;
    private final Clock clock;

    IdentitySignIn(Identities identities, UserService users, AccountClaim claims, SignUpGate gate, Clock clock) {
        this.identities = identities;
        this.users = users;
        this.claims = claims;
        this.gate = gate;
        this.clock = clock;
    }

    /// The account that signs in.
    public User signIn(ExternalIdentity who) {
        identities.lock(who);
        var owner = identities
                .owner(who)
                .flatMap(users::findForUpdate)
                .filter(user -> user.identities().stream().anyMatch(identity -> who.is(identity)));
        var user = owner.isPresent() ? returning(owner.get(), who) : arriving(who);
        return users.find(user).orElseThrow();
    }

    private UserId returning(User owner, ExternalIdentity who) {
        var user = IdentityLinks.requireActive(owner, clock.instant());
        identities.signedIn(who);
        if (!user.confirmed() && user.email() != null) {
            who.requireVerifiedEmail();
            if (!user.email().equals(who.email())) {
                throw who.unverified();
            }
            claims.claim(user, who);
        } else {
            users.save(user.edit().userMetadata(who.data()).done());
        }
        return user.id();
    }

    private UserId arriving(ExternalIdentity who) {
        var email = who.requireVerifiedEmail();
        var found = users.findByEmailForUpdate(email);
        if (found.isEmpty()) {
            return create(email, who).id();
        }
        var user = IdentityLinks.requireActive(found.get(), clock.instant());
        if (user.isServiceUser()) {
            throw GoTrueException.emailExists(422);
        }
        identities.add(user.id(), who);
        var linked = users.findForUpdate(user.id()).orElseThrow();
        if (linked.confirmed()) {
            users.save(linked.edit().userMetadata(who.data()).done());
        } else {
            claims.claim(linked, who);
        }
        return user.id();
    }

    private User create(String email, ExternalIdentity who) {
        gate.admit(email);
        return identities.createPerson(email, who).orElseThrow(() -> GoTrueException.emailExists(422));
    }
}
