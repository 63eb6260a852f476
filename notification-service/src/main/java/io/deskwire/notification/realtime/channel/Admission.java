package io.deskwire.notification.realtime.channel;

import io.deskwire.common.identity.Caller;
import io.deskwire.common.identity.InvalidTokenException;
import io.deskwire.common.identity.revocation.Revocations;
import io.deskwire.common.identity.systemkey.SystemEntry;
import io.deskwire.common.identity.token.LegacyKey;
import io.deskwire.common.identity.token.TokenVerifier;
import io.deskwire.common.problem.Problem;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Clock;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// Whom a token names. A join without a user's token serves nobody until one comes; the publishable key is none.
@Component
class Admission {
    private static final String REVOKED = "the session or key was revoked";

    private final TokenVerifier tokens;
    private final Revocations revocations;
    private final SystemEntry systemEntry;
    private final Clock clock;

    Admission(TokenVerifier tokens, Revocations revocations, SystemEntry systemEntry, Clock clock) {
        this.tokens = tokens;
        this.revocations = revocations;
        this.systemEntry = systemEntry;
        this.clock = clock;
    }

    /// A refusal in the words of Supabase Realtime: `<Code>: <text>`.
    static final class RefusedException extends Exception {
        private final boolean passing;

        RefusedException(String code, String text) {
            this(code, text, false);
        }

        private RefusedException(String code, String text, boolean passing) {
            super(code + ": " + text, null, false, false);
            this.passing = passing;
        }

        /// Nobody can say at the moment.
        static RefusedException passing(String text) {
            return new RefusedException("UnknownErrorOnChannel", text, true);
        }

        boolean isPassing() {
            return passing;
        }
    }

    /// Null for nobody: no token, a key in its place, or a user without a tenant. Raises where a token does not hold.
    @Nullable
    Caller admit(@Nullable String token) throws RefusedException {
        if (token == null || !isUserToken(token)) {
            return null;
        }
        var caller = verified(token);
        if (caller.kind() == Caller.Kind.SYSTEM) {
            throw new RefusedException("Unauthorized", "the secret key opens no channel");
        }
        if (revocations.cover(caller)) {
            throw new RefusedException("InvalidJWTToken", REVOKED);
        }
        return caller.tenant() == null ? null : caller;
    }

    /// For a request, which needs a caller. Lets the secret key's bearer in as well: a server that broadcasts to
    /// one of its tenants. On a channel it is refused, because a client with a socket sends tokens in its messages.
    Caller admit(@Nullable String token, HttpServletRequest request) throws RefusedException {
        if (token == null || !isUserToken(token)) {
            throw new RefusedException("Unauthorized", "this needs the token of a signed-in user");
        }
        var caller = verified(token);
        if (revocations.cover(caller)) {
            throw new RefusedException("InvalidJWTToken", REVOKED);
        }
        if (caller.tenant() == null) {
            throw new RefusedException("Unauthorized", "the session belongs to no tenant");
        }
        if (caller.kind() == Caller.Kind.SYSTEM) {
            systemEntry.admit(caller, request);
        }
        return caller;
    }

    private Caller verified(String token) throws RefusedException {
        try {
            return tokens.authenticate(token);
        } catch (InvalidTokenException invalid) {
            throw new RefusedException("InvalidJWTToken", String.valueOf(invalid.getMessage()));
        } catch (Problem away) {
            throw RefusedException.passing(String.valueOf(away.getMessage()));
        }
    }

    /// Whether the text is meant as a user's token at all; clients without a session send their key instead, of the
    /// new form or of the old one, a JWT with the role `anon`. Verifies nothing: whose token is none is nobody.
    static boolean isUserToken(@Nullable String token) {
        return token != null && !token.isBlank() && !token.startsWith("sb_") && !LegacyKey.looksAnonymous(token);
    }

    /// Why a caller admitted before no longer counts; null while it does.
    @Nullable
    String ended(Caller caller) {
        if (!caller.expiresAt().isAfter(clock.instant())) {
            return "Token has expired";
        }
        return revocations.cover(caller) ? REVOKED : null;
    }
}
