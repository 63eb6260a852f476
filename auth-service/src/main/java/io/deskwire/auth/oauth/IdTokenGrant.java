package io.deskwire.auth.oauth;

import com.nimbusds.jwt.JWTClaimsSet;
import io.deskwire.auth.member.ClientInfo;
import io.deskwire.auth.platform.GoTrueException;
import io.deskwire.auth.provider.InvalidIdTokenException;
import io.deskwire.auth.provider.OpenIdProvider;
import io.deskwire.auth.provider.ProviderAwayException;
import io.deskwire.auth.provider.Providers;
import io.deskwire.auth.session.SessionView;
import io.deskwire.common.digest.Sha256;
import io.deskwire.common.identity.UserId;
import io.deskwire.common.observe.Legible;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Service;

/// Signs in with an ID token that an app got from a provider by itself (GoTrue's `grant_type=id_token`).
@Service
class IdTokenGrant {
    private static final Logger log = LoggerFactory.getLogger(IdTokenGrant.class);
    private static final String INVALID_REQUEST = "invalid request";

    private final Providers providers;
    private final ProviderSessions sessions;

    IdTokenGrant(Providers providers, ProviderSessions sessions) {
        this.providers = providers;
        this.sessions = sessions;
    }

    /// @param accessToken the one that came with the ID token, if the app has it
    /// @param nonce what the app hashed (SHA-256, hexadecimal) into its question
    record Wish(
            @Nullable String idToken,
            @Nullable String provider,
            @Nullable String clientId,
            @Nullable String issuer,
            @Nullable String nonce,
            @Nullable String accessToken) {}

    /// @param target whom to link the identity to; null: the account that it belongs to signs in
    SessionView redeem(Wish wish, @Nullable UserId target, ClientInfo client) throws OAuthRefusal {
        if (wish.idToken() == null || wish.idToken().isEmpty()) {
            throw new OAuthRefusal(INVALID_REQUEST, "id_token required");
        }
        var provider = provider(wish);
        var claims = claims(provider, wish.idToken(), wish.accessToken());
        if (!provider.isFor(claims)) {
            throw new OAuthRefusal(INVALID_REQUEST, "Unacceptable audience in id_token");
        }
        if (!provider.skipNonceCheck()) {
            requireNonce(wish.nonce(), claims);
        }
        return sessions.open(provider.identity(claims), target, client);
    }

    private OpenIdProvider provider(Wish wish) throws OAuthRefusal {
        var named = wish.provider();
        if (named != null && !named.isEmpty()) {
            return providers.named(named).orElseThrow(() -> disabled(named));
        }
        var issuer = wish.issuer();
        if (issuer == null || wish.clientId() == null || wish.clientId().isEmpty()) {
            throw new OAuthRefusal(INVALID_REQUEST, "provider or client_id and issuer required");
        }
        return providers.ofIssuer(issuer).orElseThrow(() -> disabled(issuer));
    }

    private static JWTClaimsSet claims(OpenIdProvider provider, String idToken, @Nullable String accessToken)
            throws OAuthRefusal {
        try {
            return provider.claims(idToken, accessToken == null || accessToken.isEmpty() ? null : accessToken);
        } catch (InvalidIdTokenException failure) {
            log.info("An ID token of {} does not hold: {}", provider.name(), failure.getMessage());
            throw new OAuthRefusal(INVALID_REQUEST, "Bad ID token");
        } catch (ProviderAwayException away) {
            throw ProviderTrips.unreachable(provider.name(), away);
        }
    }

    /// Against replay: the app alone knows what was hashed.
    private static void requireNonce(@Nullable String nonce, JWTClaimsSet claims) throws OAuthRefusal {
        var given = nonce != null && !nonce.isEmpty();
        var claimed = claims.getClaim("nonce") instanceof String text && !text.isEmpty() ? text : null;
        if (given != (claimed != null)) {
            throw new OAuthRefusal(
                    INVALID_REQUEST, "Passed nonce and nonce in id_token should either both exist or not.");
        }
        if (nonce != null && claimed != null && !Sha256.hex(nonce).equals(claimed)) {
            throw new OAuthRefusal("invalid nonce", "Nonces mismatch");
        }
    }

    private static GoTrueException disabled(String named) {
        return new GoTrueException(
                400, "provider_disabled", "Provider (issuer \"%s\") is not enabled".formatted(Legible.of(named, 200)));
    }
}
