package io.deskwire.auth.session;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.deskwire.auth.password.PasswordPolicy.Weakness;
import io.deskwire.auth.user.UserView;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// GoTrue's session: `expires_at` in Unix seconds; what is null is skipped.
///
/// @param weakPassword where the password would not be accepted for a new one any more
@JsonInclude(JsonInclude.Include.NON_NULL)
public record SessionView(
        String accessToken,
        String tokenType,
        long expiresIn,
        long expiresAt,
        String refreshToken,
        UserView user,
        @Nullable String providerToken,
        @Nullable String providerRefreshToken,
        @Nullable Weakness weakPassword) {

    public SessionView(
            String accessToken, String tokenType, long expiresIn, long expiresAt, String refreshToken, UserView user) {
        this(accessToken, tokenType, expiresIn, expiresAt, refreshToken, user, null, null, null);
    }

    /// With the tokens of the provider that signed somebody in.
    public SessionView with(@Nullable String token, @Nullable String refresh) {
        return new SessionView(
                accessToken, tokenType, expiresIn, expiresAt, refreshToken, user, token, refresh, weakPassword);
    }

    public SessionView with(@Nullable Weakness weakness) {
        return new SessionView(
                accessToken,
                tokenType,
                expiresIn,
                expiresAt,
                refreshToken,
                user,
                providerToken,
                providerRefreshToken,
                weakness);
    }

    /// As client libraries read it from the fragment of an address.
    public Map<String, String> fragment() {
        var values = new TreeMap<String, String>();
        values.put("access_token", accessToken);
        values.put("token_type", tokenType);
        values.put("expires_in", Long.toString(expiresIn));
        values.put("expires_at", Long.toString(expiresAt));
        values.put("refresh_token", refreshToken);
        if (providerToken != null) {
            values.put("provider_token", providerToken);
        }
        if (providerRefreshToken != null) {
            values.put("provider_refresh_token", providerRefreshToken);
        }
        return values;
    }

    @Override
    public String toString() {
        return "SessionView[" + user.who().id() + "]";
    }
}
