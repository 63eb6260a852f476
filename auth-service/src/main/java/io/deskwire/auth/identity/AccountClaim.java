package io.deskwire.auth.identity;

import io.deskwire.auth.mfa.Factors;
import io.deskwire.auth.onetime.OneTimeTokens;
import io.deskwire.auth.provider.ExternalIdentity;
import io.deskwire.auth.session.SessionEnds;
import io.deskwire.auth.user.User;
import io.deskwire.auth.user.User.Milestone;
import io.deskwire.auth.user.UserService;
import java.time.Clock;
import java.util.HashMap;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// An account's address is proved for the first time, perhaps by somebody other than the person who registered it.
/// That person loses every way in, or a stranger could lie in wait in an account that its owner comes to later: the
/// password, the other identities, second factors, mailed links, sessions and all that the unproved person wrote of
/// itself are void. Needs the system door.
@Component
class AccountClaim {
    private final Identities identities;
    private final UserService users;
    private final SessionEnds sessions;
    private final OneTimeTokens mailed;
    private final Factors factors;
    private final Clock clock;

    AccountClaim(
            Identities identities,
            UserService users,
            SessionEnds sessions,
            OneTimeTokens mailed,
            Factors factors,
            Clock clock) {
        this.identities = identities;
        this.users = users;
        this.sessions = sessions;
        this.mailed = mailed;
        this.factors = factors;
        this.clock = clock;
    }

    void claim(User user, ExternalIdentity who) {
        var metadata = new HashMap<String, @Nullable Object>();
        user.userMetadata().keySet().forEach(key -> metadata.put(key, null));
        metadata.putAll(who.data());
        users.save(user.edit()
                .passwordHash(null)
                .newEmail(null)
                .userMetadata(metadata)
                .at(Milestone.EMAIL_CONFIRMED, clock.instant())
                .done());
        identities.removeIf(user.id(), identity -> !who.is(identity));
        factors.removeAll(user.id());
        mailed.discardAll(user.id());
        sessions.endAllOf(user.id());
    }
}
