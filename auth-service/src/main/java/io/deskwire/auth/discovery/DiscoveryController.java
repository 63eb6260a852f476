package io.deskwire.auth.discovery;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.KeyType;
import io.deskwire.auth.platform.GoTrueApi;
import io.deskwire.auth.signingkey.SigningKeys;
import io.deskwire.common.identity.IdentityProperties;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.http.CacheControl;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;

/// Tells libraries that verify our tokens where the keys are (OpenID Connect Discovery 1.0). The endpoints that the
/// standard requires are named although the OAuth server is off; they say so.
@GoTrueApi
class DiscoveryController {
    private final SigningKeys keys;
    private final IdentityProperties identity;

    DiscoveryController(SigningKeys keys, IdentityProperties identity) {
        this.keys = keys;
        this.identity = identity;
    }

    @GetMapping("/.well-known/openid-configuration")
    ResponseEntity<Map<String, Object>> configuration() {
        var issuer = identity.issuer();
        var document = new LinkedHashMap<String, Object>();
        document.put("issuer", issuer);
        document.put("authorization_endpoint", issuer + "/oauth/authorize");
        document.put("token_endpoint", issuer + "/oauth/token");
        document.put("userinfo_endpoint", issuer + "/oauth/userinfo");
        document.put("jwks_uri", issuer + "/.well-known/jwks.json");
        document.put("response_types_supported", List.of("code"));
        document.put("grant_types_supported", List.of("authorization_code", "refresh_token"));
        document.put("subject_types_supported", List.of("public"));
        document.put("id_token_signing_alg_values_supported", algorithms());
        document.put("code_challenge_methods_supported", List.of("S256", "plain"));
        document.put(
                "claims_supported",
                List.of("sub", "aud", "iss", "exp", "iat", "email", "phone", "role", "aal", "amr", "session_id"));
        return ResponseEntity.ok()
                .cacheControl(CacheControl.maxAge(Duration.ofMinutes(10)).cachePublic())
                .body(document);
    }

    private List<String> algorithms() {
        return keys.published().getKeys().stream()
                .map(key -> key.getKeyType().equals(KeyType.RSA) ? JWSAlgorithm.RS256 : JWSAlgorithm.ES256)
                .map(JWSAlgorithm::getName)
                .distinct()
                .toList();
    }
}
