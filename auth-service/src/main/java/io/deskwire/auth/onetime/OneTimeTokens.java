package io.deskwire.auth.onetime;

import io.deskwire.auth.onetime.OneTimeToken.Continuation;
import io.deskwire.auth.onetime.OneTimeToken.Kind;
import io.deskwire.auth.onetime.OneTimeToken.Secret;
import io.deskwire.common.id.Uuid7;
import io.deskwire.common.identity.UserId;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/// The door to mailed secrets. Needs the system door, whose transaction it joins.
///
/// What is not good is an empty answer and no exception, because the try has to be remembered: a caller must not roll
/// back for it.
@Service
@Transactional(propagation = Propagation.MANDATORY)
public class OneTimeTokens {
    private static final int SALT_BYTES = 16;
    private static final int DIGITS = 1_000_000;

    private final SecureRandom random = new SecureRandom();
    private final OneTimeTokenRepository tokens;
    private final OneTimeProperties properties;
    private final Clock clock;

    OneTimeTokens(OneTimeTokenRepository tokens, OneTimeProperties properties, Clock clock) {
        this.tokens = tokens;
        this.properties = properties;
        this.clock = clock;
    }

    /// Both forms of a new secret; nobody can read them again.
    ///
    /// @param digits six, to be typed beside the address
    /// @param link GoTrue's `token_hash`
    public record Issued(String digits, String link) {
        @Override
        public String toString() {
            return "Issued[…]";
        }
    }

    /// Replaces the account's secret of this kind.
    ///
    /// @param flow the PKCE sign-in under way that the link continues; null for the implicit flow
    public Issued issue(UserId user, Kind kind, String address, @Nullable UUID flow) {
        return issue(user, kind, address, flow, false);
    }

    /// One half of an e-mail change, which waits for the other.
    public Issued issueHalf(UserId user, Kind kind, String address) {
        return issue(user, kind, address, null, true);
    }

    /// Both halves of an e-mail change: whichever comes first waits for the other.
    public record Halves(Issued current, Issued next) {}

    public Halves issueEmailChange(UserId user, String current, String next, @Nullable UUID flow) {
        return new Halves(
                issue(user, Kind.EMAIL_CHANGE_CURRENT, current, flow, true),
                issue(user, Kind.EMAIL_CHANGE_NEW, next, flow, true));
    }

    private Issued issue(UserId user, Kind kind, String address, @Nullable UUID flow, boolean needsPartner) {
        var salt = new byte[SALT_BYTES];
        random.nextBytes(salt);
        var digits = "%06d".formatted(random.nextInt(DIGITS));
        var link = OneTimeToken.link(salt, address, digits, flow != null);
        var now = clock.instant();
        tokens.replace(new OneTimeToken(
                Uuid7.next(),
                user,
                kind,
                address,
                new Secret(salt, OneTimeToken.hash(link)),
                Continuation.of(flow),
                needsPartner,
                now,
                now.plus(properties.life())));
        return new Issued(digits, link);
    }

    /// The secret behind a link; it is used up then.
    public Optional<OneTimeToken> redeemLink(String link, Set<Kind> kinds) {
        return tokens.take(OneTimeToken.hash(link), kinds, clock.instant());
    }

    /// The secret behind typed digits; it is used up then. A try counts against the token and the account before it is
    /// looked at, so that a thousand at once are no more than one after another.
    public Optional<OneTimeToken> redeemDigits(UserId user, String digits, Set<Kind> kinds) {
        var now = clock.instant();
        var spent = tokens.countGuess(user, now, now.minus(properties.guessWindow()));
        if (spent > properties.guessesPerAccount()) {
            return Optional.empty();
        }
        var taken = tokens.guessed(user, kinds, properties.guesses(), now).stream()
                .filter(token -> token.madeOf(digits))
                .findFirst()
                .filter(token -> tokens.delete(token.id()));
        if (taken.isPresent()) {
            tokens.forgetGuesses(user);
        }
        return taken;
    }

    /// The other half of an e-mail change may now stand alone.
    ///
    /// @return false where there is none that could
    public boolean awaitPartner(OneTimeToken half) {
        var other = half.kind() == Kind.EMAIL_CHANGE_NEW ? Kind.EMAIL_CHANGE_CURRENT : Kind.EMAIL_CHANGE_NEW;
        return tokens.letStandAlone(half.userId(), other, clock.instant());
    }

    public void discard(UserId user, Set<Kind> kinds) {
        tokens.discard(user, kinds);
    }

    /// Nothing that was mailed to somebody works any more.
    public void discardAll(UserId user) {
        discard(user, EnumSet.allOf(Kind.class));
    }

    /// Removes what can never be redeemed.
    public void sweep() {
        var now = clock.instant();
        tokens.sweep(now, now.minus(properties.guessWindow()));
    }
}
