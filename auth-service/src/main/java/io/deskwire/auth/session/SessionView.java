package io.deskwire.auth.session;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.deskwire.auth.user.UserView;
import org.jspecify.annotations.Nullable;

/// GoTrue's session: `expires_at` in Unix seconds; the provider's own tokens only where one signed in.
@JsonInclude(JsonInclude.Include.NON_NULL)
public record SessionView(
        String accessToken,
        String tokenType,
        long expiresIn,
        long expiresAt,
        String refreshToken,
        UserView user,
        @Nullable String providerToken,
        @Nullable String providerRefreshToken) {

    public SessionView(
            String accessToken, String tokenType, long expiresIn, long expiresAt, String refreshToken, UserView user) {
        this(accessToken, tokenType, expiresIn, expiresAt, refreshToken, user, null, null);
    }

    /// With the tokens of the provider that signed somebody in.
    public SessionView with(@Nullable String token, @Nullable String refresh) {
        return new SessionView(accessToken, tokenType, expiresIn, expiresAt, refreshToken, user, token, refresh);
    }
}
