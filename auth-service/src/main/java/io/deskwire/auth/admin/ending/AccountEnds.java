package io.deskwire.auth.admin.ending;

import io.deskwire.auth.mfa.Factors;
import io.deskwire.auth.onetime.OneTimeTokens;
import io.deskwire.auth.session.SessionEnds;
import io.deskwire.auth.token.RevocationEvents;
import io.deskwire.auth.user.User;
import io.deskwire.auth.user.User.Milestone;
import io.deskwire.common.digest.Sha256;
import io.deskwire.common.identity.Caller;
import io.deskwire.common.identity.UserId;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// What ends with a password, with a ban and with an account. Needs the system door.
@Component
public class AccountEnds {
    private final SessionEnds sessions;
    private final OneTimeTokens tokens;
    private final Factors factors;
    private final TenantDepartures departures;
    private final RevocationEvents revocations;
    private final Clock clock;

    AccountEnds(
            SessionEnds sessions,
            OneTimeTokens tokens,
            Factors factors,
            TenantDepartures departures,
            RevocationEvents revocations,
            Clock clock) {
        this.sessions = sessions;
        this.tokens = tokens;
        this.factors = factors;
        this.departures = departures;
        this.revocations = revocations;
        this.clock = clock;
    }

    public void signOut(UserId user) {
        sessions.endAllOf(user);
    }

    /// Links and codes, and with them a change of address under way.
    public void discardMailed(UserId user) {
        tokens.discardAll(user);
    }

    /// Every token that is out counts no more, those of API keys too. The sessions stay, are refused while the
    /// ban lasts, and may outlive it.
    public void suspend(UserId user) {
        revocations.user(user);
    }

    /// Everything that others see of an account that goes. Refused where it leaves a tenant without an admin.
    public void close(Caller admin, User user) {
        departures.requireDispensable(user);
        signOut(user.id());
        suspend(user.id());
        discardMailed(user.id());
        factors.removeAll(user.id());
        departures.leave(admin, user);
    }

    /// The row of somebody of whom nothing is left: addresses become digests, so that they may be used anew.
    public User obscured(User user) {
        return user.edit()
                .email(digest(user.id(), user.email()))
                .newEmail(digest(user.id(), user.newEmail()))
                .passwordHash(null)
                .appMetadata(emptied(user.appMetadata()))
                .userMetadata(emptied(user.userMetadata()))
                .at(Milestone.DELETED, clock.instant())
                .done();
    }

    private static Map<String, @Nullable Object> emptied(Map<String, Object> metadata) {
        var changes = new HashMap<String, @Nullable Object>();
        metadata.keySet().forEach(key -> changes.put(key, null));
        return changes;
    }

    private static @Nullable String digest(UserId id, @Nullable String address) {
        return address == null ? null : Sha256.hex(id + address);
    }
}
