package io.deskwire.auth.signingkey;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.KeyOperation;
import com.nimbusds.jose.jwk.KeyType;
import com.nimbusds.jose.jwk.RSAKey;
import java.time.Instant;
import java.util.Set;

/// A key that signs from a certain moment on. Without its private half it only verifies.
record SigningKey(JWK jwk, Instant createdAt, Instant activatesAt) {
    JWSAlgorithm algorithm() {
        return jwk.getKeyType().equals(KeyType.RSA) ? JWSAlgorithm.RS256 : JWSAlgorithm.ES256;
    }

    /// As it is published: the public half, for verification alone.
    JWK published() {
        var verify = Set.of(KeyOperation.VERIFY);
        return switch (jwk.toPublicJWK()) {
            case ECKey key -> new ECKey.Builder(key).keyOperations(verify).build();
            case RSAKey key -> new RSAKey.Builder(key).keyOperations(verify).build();
            case JWK key -> key;
        };
    }
}
