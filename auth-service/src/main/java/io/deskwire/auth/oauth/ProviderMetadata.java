package io.deskwire.auth.oauth;

import io.deskwire.auth.oauth.ProviderHttp.Reply;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// What a provider publishes of itself (OpenID Connect Discovery 1.0, section 3).
///
/// @param namesItself the provider adds `iss` to its answers (RFC 9207), so one without it is not the provider's
record ProviderMetadata(
        URI authorizationEndpoint,
        URI tokenEndpoint,
        URI keys,
        @Nullable URI userinfoEndpoint,
        List<String> tokenEndpointAuthMethods,
        boolean namesItself) {

    static URI address(URI issuer) {
        return URI.create(withoutSlash(issuer.toString()) + "/.well-known/openid-configuration");
    }

    /// Raises [ProviderAwayException] for a document that is not the issuer's own (section 4.3).
    static ProviderMetadata of(URI issuer, Reply reply) {
        if (reply.status() != 200) {
            throw new ProviderAwayException("discovery at %s answers %d".formatted(issuer, reply.status()));
        }
        var named = Objects.requireNonNullElse(reply.text("issuer"), "");
        if (!withoutSlash(named).equals(withoutSlash(issuer.toString()))) {
            throw new ProviderAwayException("discovery at %s names the issuer '%s'".formatted(issuer, named));
        }
        var methods = new ArrayList<String>();
        reply.body().path("token_endpoint_auth_methods_supported").forEach(method -> methods.add(method.asString()));
        return new ProviderMetadata(
                endpoint(issuer, reply, "authorization_endpoint"),
                endpoint(issuer, reply, "token_endpoint"),
                endpoint(issuer, reply, "jwks_uri"),
                reply.text("userinfo_endpoint") == null ? null : endpoint(issuer, reply, "userinfo_endpoint"),
                methods,
                reply.body()
                        .path("authorization_response_iss_parameter_supported")
                        .asBoolean(false));
    }

    /// Encrypted, unless the issuer itself is not: a provider on the developer's service user.
    private static URI endpoint(URI issuer, Reply reply, String name) {
        var text = reply.text(name);
        if (text == null || !(text.startsWith("https://") || text.startsWith(issuer.getScheme() + "://"))) {
            throw new ProviderAwayException("discovery at %s names no %s: '%s'".formatted(issuer, name, text));
        }
        return URI.create(text);
    }

    static String withoutSlash(String issuer) {
        return issuer.endsWith("/") ? issuer.substring(0, issuer.length() - 1) : issuer;
    }
}
