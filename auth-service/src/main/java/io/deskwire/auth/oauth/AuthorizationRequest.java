package io.deskwire.auth.oauth;

import io.deskwire.auth.flow.RedirectTargets;
import io.deskwire.common.identity.UserId;
import jakarta.servlet.http.HttpServletRequest;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What a client asks for when it sends a browser to a provider.
///
/// @param challenge null, with its method, for the implicit flow
/// @param more goes on to the provider, such as `login_hint`, `prompt` and `access_type`
/// @param linking who links one more identity; null where somebody signs in
record AuthorizationRequest(
        String provider,
        @Nullable String redirectTo,
        @Nullable String referer,
        @Nullable String scopes,
        @Nullable String challenge,
        @Nullable String challengeMethod,
        Map<String, String> more,
        @Nullable UserId linking) {
    private static final int MAX_PARAMETERS = 20;
    private static final int MAX_LENGTH = 500;
    /// Ours, and those that a client must not decide: they would change where the answer goes or what it proves.
    private static final Set<String> RESERVED = Set.of(
            "provider",
            "redirect_to",
            "scopes",
            "code_challenge",
            "code_challenge_method",
            "invite_token",
            "skip_http_redirect",
            "apikey",
            "client_id",
            "client_secret",
            "redirect_uri",
            "response_type",
            "response_mode",
            "scope",
            "state",
            "nonce",
            "request",
            "request_uri",
            "registration",
            "id_token_hint",
            "client_assertion",
            "client_assertion_type");

    static AuthorizationRequest of(
            Map<String, List<String>> query, HttpServletRequest request, @Nullable UserId linking) {
        var more = new LinkedHashMap<String, String>();
        query.forEach((name, values) -> {
            if (!RESERVED.contains(name)
                    && more.size() < MAX_PARAMETERS
                    && name.length() <= MAX_LENGTH
                    && values.getFirst().length() <= MAX_LENGTH) {
                more.put(name, values.getFirst());
            }
        });
        var provider = first(query, "provider");
        return new AuthorizationRequest(
                provider == null ? "" : provider,
                RedirectTargets.wish(request),
                request.getHeader("Referer"),
                first(query, "scopes"),
                first(query, "code_challenge"),
                first(query, "code_challenge_method"),
                more,
                linking);
    }

    private static @Nullable String first(Map<String, List<String>> query, String name) {
        var values = query.get(name);
        return values == null || values.isEmpty() ? null : values.getFirst();
    }
}
