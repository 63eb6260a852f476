package io.deskwire.auth.flow;

import io.deskwire.common.identity.UserId;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A sign-in under way.
///
/// @param userId null until somebody is known by it
/// @param authCode what the browser comes back with
/// @param challenge null where the tokens go back in the fragment
/// @param method the session's `amr` method
public record FlowState(
        UUID id,
        @Nullable UserId userId,
        UUID authCode,
        @Nullable CodeChallenge challenge,
        String method,
        Trip trip,
        ProviderTokens tokens,
        Instant createdAt,
        @Nullable Instant authenticatedAt) {

    /// What has to be remembered while the browser is away at another provider; all null for a mail.
    public record Trip(
            @Nullable String provider,
            @Nullable String redirectTo,
            @Nullable UserId linkingUser,
            @Nullable String nonce,
            @Nullable String codeVerifier) {
        public static final Trip BY_MAIL = new Trip(null, null, null, null, null);

        @Override
        public String toString() {
            return "Trip[" + provider + "]";
        }
    }

    /// The provider's own tokens, handed on to the client.
    public record ProviderTokens(
            @Nullable String accessToken, @Nullable String refreshToken) {
        public static final ProviderTokens NONE = new ProviderTokens(null, null);

        @Override
        public String toString() {
            return "ProviderTokens[…]";
        }
    }
}
