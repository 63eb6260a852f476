package io.deskwire.auth.session;

import io.deskwire.auth.user.UserView;

/// GoTrue's session: `expires_at` in Unix seconds.
public record SessionView(
        String accessToken, String tokenType, long expiresIn, long expiresAt, String refreshToken, UserView user) {}
