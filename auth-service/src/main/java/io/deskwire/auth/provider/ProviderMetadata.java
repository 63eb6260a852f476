package io.deskwire.auth.provider;

import com.nimbusds.oauth2.sdk.ParseException;
import com.nimbusds.oauth2.sdk.as.AuthorizationServerMetadata;
import com.nimbusds.oauth2.sdk.auth.ClientAuthenticationMethod;
import com.nimbusds.oauth2.sdk.http.HTTPResponse;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/// What a provider publishes of itself (OpenID Connect Discovery 1.0, section 3), where it is believed.
///
/// Read as RFC 8414 has it, which asks for less: providers forget members that signing in does not need.
record ProviderMetadata(
        AuthorizationServerMetadata published, @Nullable URI userinfo) {

    static URI address(String issuer) {
        return URI.create(issuer + "/.well-known/openid-configuration");
    }

    /// Raises [ProviderAwayException] for a document that is not the issuer's own (section 4.3).
    ///
    /// @param issuer without a slash at its end
    static ProviderMetadata of(String issuer, HTTPResponse reply) {
        if (reply.getStatusCode() != 200) {
            throw new ProviderAwayException("discovery at %s answers %d".formatted(issuer, reply.getStatusCode()));
        }
        try {
            var published = AuthorizationServerMetadata.parse(reply.getBody());
            var named = published.getIssuer().getValue();
            if (!withoutSlash(named).equals(issuer)) {
                throw new ProviderAwayException("discovery at %s names the issuer '%s'".formatted(issuer, named));
            }
            requireEndpoint(issuer, "authorization_endpoint", published.getAuthorizationEndpointURI());
            requireEndpoint(issuer, "token_endpoint", published.getTokenEndpointURI());
            requireEndpoint(issuer, "jwks_uri", published.getJWKSetURI());
            var userinfo = published.getCustomURIParameter("userinfo_endpoint");
            if (userinfo != null) {
                requireEndpoint(issuer, "userinfo_endpoint", userinfo);
            }
            return new ProviderMetadata(published, userinfo);
        } catch (ParseException failure) {
            throw new ProviderAwayException(
                    "discovery at %s is no metadata: %s".formatted(issuer, failure.getMessage()));
        }
    }

    /// Encrypted, unless the issuer itself is not: a provider on the developer's machine.
    private static void requireEndpoint(String issuer, String name, @Nullable URI endpoint) {
        var scheme = endpoint == null ? null : endpoint.getScheme();
        if (!"https".equals(scheme) && !URI.create(issuer).getScheme().equals(scheme)) {
            throw new ProviderAwayException("discovery at %s names no %s: '%s'".formatted(issuer, name, endpoint));
        }
    }

    /// The provider adds `iss` to its answers (RFC 9207), so one without it is not the provider's.
    boolean namesItself() {
        return published.supportsAuthorizationResponseIssuerParam();
    }

    /// Whether the secret goes into the form, because the provider does not take it in the header.
    boolean wantsSecretInForm() {
        var methods = published.getTokenEndpointAuthMethods();
        return methods != null
                && !methods.isEmpty()
                && !methods.contains(ClientAuthenticationMethod.CLIENT_SECRET_BASIC);
    }

    static String withoutSlash(String issuer) {
        return issuer.endsWith("/") ? issuer.substring(0, issuer.length() - 1) : issuer;
    }
}
