package io.deskwire.common.identity;

import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

/// What a request shows in `Authorization: Bearer …` (RFC 6750, 2.1); the scheme's case does not matter.
public final class BearerToken {
    private static final String SCHEME = "Bearer ";

    private BearerToken() {}

    /// Null where there is no such header, or one of another scheme.
    public static @Nullable String of(HttpServletRequest request) {
        var authorization = request.getHeader("Authorization");
        return authorization != null && authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length())
                ? authorization.substring(SCHEME.length()).strip()
                : null;
    }
}
