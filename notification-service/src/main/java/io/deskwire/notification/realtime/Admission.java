package io.deskwire.notification.realtime;

import io.deskwire.common.identity.Caller;
import io.deskwire.common.identity.InvalidTokenException;
import io.deskwire.common.identity.LegacyKey;
import io.deskwire.common.identity.Revocations;
import io.deskwire.common.identity.SystemEntry;
import io.deskwire.common.identity.TokenVerifier;
import io.deskwire.common.problem.Problem;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Clock;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// Who may join: a person or machine of a tenant, with a token that holds now. Channels belong to tenants, so the
/// publishable key alone opens none.
@Component
class Admission {
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
        RefusedException(String code, String text) {
            super(code + ": " + text, null, false, false);
        }
    }

    Caller admit(@Nullable String token) throws RefusedException {
        if (token == null || !isUserToken(token)) {
            throw new RefusedException("Unauthorized", "this needs the token of a signed-in user");
        }
        return admitted(verified(token), null);
    }

    /// As [#admit], but lets the secret key's bearer in as well: a server that broadcasts to one of its tenants. On a
    /// channel it is refused, because whoever holds a socket sends tokens in its messages, browsers too.
    Caller admit(@Nullable String token, HttpServletRequest request) throws RefusedException {
        if (token == null || !isUserToken(token)) {
            throw new RefusedException("Unauthorized", "this needs the token of a signed-in user");
        }
        return admitted(verified(token), request);
    }

    private Caller admitted(Caller caller, @Nullable HttpServletRequest request) throws RefusedException {
        if (revocations.cover(caller)) {
            throw new RefusedException("InvalidJWTToken", "the session or key was revoked");
        }
        if (caller.tenant() == null) {
            throw new RefusedException("Unauthorized", "the session belongs to no tenant");
        }
        if (caller.kind() == Caller.Kind.SYSTEM) {
            if (request == null) {
                throw new RefusedException("Unauthorized", "the secret key opens no channel");
            }
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
            throw new RefusedException("UnknownErrorOnChannel", String.valueOf(away.getMessage()));
        }
    }

    /// Whether the text is meant as a user's token at all; clients without a session send their API key instead.
    static boolean isUserToken(@Nullable String token) {
        return token != null && !token.isBlank() && !token.startsWith("sb_") && !LegacyKey.looksAnonymous(token);
    }

    /// Why a caller admitted before no longer counts; null while it does.
    @Nullable
    String ended(Caller caller) {
        if (!caller.expiresAt().isAfter(clock.instant())) {
            return "Token has expired";
        }
        return revocations.cover(caller) ? "the session or key was revoked" : null;
    }
}
