package io.deskwire.auth.signingkey;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.factories.DefaultJWSSignerFactory;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSelector;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyOperation;
import com.nimbusds.jose.jwk.KeyType;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.deskwire.auth.platform.AuthProperties;
import io.deskwire.common.id.Uuid7;
import io.deskwire.common.tenancy.SystemAccess;
import jakarta.annotation.PostConstruct;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.ParseException;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;

/// The key that signs and all that verify. Configured keys (`DESKWIRE_JWT_KEYS`) win; else the first node to start
/// makes an ES256 key and every node reads it from the database.
@Service
public class SigningKeys implements JWKSource<SecurityContext> {
    private final SigningKeyRepository keys;
    private final AuthProperties properties;
    private final SystemAccess system;
    private final Clock clock;
    private volatile Loaded loaded = new Loaded(new JWKSet(), null, null);

    SigningKeys(SigningKeyRepository keys, AuthProperties properties, SystemAccess system, Clock clock) {
        this.keys = keys;
        this.properties = properties;
        this.system = system;
        this.clock = clock;
    }

    private record Loaded(
            JWKSet all, @Nullable JWK active, @Nullable JWSSigner signer) {}

    @PostConstruct
    void load() throws IOException, ParseException, JOSEException {
        var set = properties.jwtKeys().isBlank()
                ? stored()
                : configured(properties.jwtKeys().strip());
        var active = set.getKeys().getFirst();
        loaded = new Loaded(set, active, new DefaultJWSSignerFactory().createJWSSigner(active));
    }

    /// Signs with the active key: header `{alg, typ: JWT, kid}`.
    public String sign(JWTClaimsSet claims) {
        var current = loaded;
        if (current.active() == null || current.signer() == null) {
            throw new IllegalStateException("no signing key is loaded");
        }
        var header = new JWSHeader.Builder(algorithm(current.active()))
                .type(JOSEObjectType.JWT)
                .keyID(current.active().getKeyID())
                .build();
        var token = new SignedJWT(header, claims);
        try {
            token.sign(current.signer());
        } catch (JOSEException failure) {
            throw new IllegalStateException("a token could not be signed", failure);
        }
        return token.serialize();
    }

    /// The public halves, asymmetric keys only.
    public JWKSet published() {
        return loaded.all().toPublicJWKSet();
    }

    @Override
    public List<JWK> get(JWKSelector selector, @Nullable SecurityContext context) {
        return selector.select(loaded.all());
    }

    private JWKSet stored() {
        return system.call("signing-keys", () -> {
            keys.lock();
            if (keys.all().isEmpty()) {
                keys.insert(generate(), true, clock.instant());
            }
            return ordered(keys.all());
        });
    }

    private static JWKSet ordered(List<SigningKeyRepository.StoredKey> stored) {
        return new JWKSet(stored.stream()
                .sorted((a, b) -> Boolean.compare(b.active(), a.active()))
                .map(SigningKeyRepository.StoredKey::jwk)
                .toList());
    }

    private static JWKSet configured(String keys) throws IOException, ParseException {
        var json = keys.startsWith("[") || keys.startsWith("{") ? keys : Files.readString(Path.of(keys));
        var set = JWKSet.parse(json.strip().startsWith("[") ? "{\"keys\":" + json + "}" : json);
        var signing = set.getKeys().stream()
                .filter(key ->
                        key.getKeyOperations() != null && key.getKeyOperations().contains(KeyOperation.SIGN))
                .toList();
        if (signing.size() != 1 || !signing.getFirst().isPrivate()) {
            throw new IllegalArgumentException("DESKWIRE_JWT_KEYS has " + signing.size()
                    + " keys with key_ops sign (expected: exactly one, with its private half)");
        }
        var others =
                set.getKeys().stream().filter(key -> key != signing.getFirst()).toList();
        var all = new java.util.ArrayList<JWK>(signing);
        all.addAll(others);
        return new JWKSet(all);
    }

    private static JWSAlgorithm algorithm(JWK key) {
        return key.getKeyType().equals(KeyType.RSA) ? JWSAlgorithm.RS256 : JWSAlgorithm.ES256;
    }

    private static JWK generate() {
        try {
            return new ECKeyGenerator(Curve.P_256)
                    .keyID(Uuid7.next().toString())
                    .algorithm(JWSAlgorithm.ES256)
                    .keyUse(KeyUse.SIGNATURE)
                    .keyOperations(Set.of(KeyOperation.SIGN, KeyOperation.VERIFY))
                    .generate();
        } catch (JOSEException failure) {
            throw new IllegalStateException("a signing key could not be made", failure);
        }
    }
}
