package io.deskwire.auth.signingkey;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.AsymmetricJWK;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyOperation;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import io.deskwire.common.id.Uuid7;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.ParseException;
import java.time.Instant;
import java.util.Set;

/// Where signing keys come from: made here, or configured.
final class KeyMaterial {
    private static final int RSA_BITS = 2048;
    private static final Set<KeyOperation> OPERATIONS = Set.of(KeyOperation.SIGN, KeyOperation.VERIFY);

    private KeyMaterial() {}

    static JWK generate(SigningKeyProperties.Algorithm algorithm) {
        var id = Uuid7.next().toString();
        try {
            return switch (algorithm) {
                case ES256 ->
                    new ECKeyGenerator(Curve.P_256)
                            .keyID(id)
                            .algorithm(JWSAlgorithm.ES256)
                            .keyUse(KeyUse.SIGNATURE)
                            .keyOperations(OPERATIONS)
                            .generate();
                case RS256 ->
                    new RSAKeyGenerator(RSA_BITS)
                            .keyID(id)
                            .algorithm(JWSAlgorithm.RS256)
                            .keyUse(KeyUse.SIGNATURE)
                            .keyOperations(OPERATIONS)
                            .generate();
            };
        } catch (JOSEException failure) {
            throw new IllegalStateException("a signing key could not be made", failure);
        }
    }

    /// `DESKWIRE_JWT_KEYS`: a JWK array, a JWK set, or a file of one. The one with `key_ops` sign signs, from ever; the
    /// others verify.
    static KeyRing configured(String keys) throws IOException, ParseException {
        var json = keys.startsWith("[") || keys.startsWith("{") ? keys : Files.readString(Path.of(keys));
        var set = JWKSet.parse(json.strip().startsWith("[") ? "{\"keys\":" + json + "}" : json);
        var signing = set.getKeys().stream().filter(KeyMaterial::signs).toList();
        if (signing.size() != 1 || !signing.getFirst().isPrivate() || !(signing.getFirst() instanceof AsymmetricJWK)) {
            throw new IllegalArgumentException("DESKWIRE_JWT_KEYS has " + signing.size()
                    + " keys with key_ops sign (expected: exactly one, EC or RSA, with its private half)");
        }
        // The second makes the signing one the last of the ring; the others never leave.
        return new KeyRing(set.getKeys().stream()
                .map(key -> new SigningKey(key, Instant.EPOCH, Instant.EPOCH.plusSeconds(signs(key) ? 1 : 0)))
                .toList());
    }

    private static boolean signs(JWK key) {
        return key.getKeyOperations() != null && key.getKeyOperations().contains(KeyOperation.SIGN);
    }
}
