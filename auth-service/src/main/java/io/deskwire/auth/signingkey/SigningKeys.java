package io.deskwire.auth.signingkey;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.factories.DefaultJWSSignerFactory;
import com.nimbusds.jose.jwk.AsymmetricJWK;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSelector;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.deskwire.common.identity.IdentityProperties;
import io.deskwire.common.identity.token.SignatureProvider;
import io.deskwire.common.tenancy.SystemAccess;
import jakarta.annotation.PostConstruct;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.spec.PKCS8EncodedKeySpec;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Service;
import org.springframework.transaction.TransactionException;

/// The key that signs and all that verify. Configured keys (`DESKWIRE_JWT_KEYS`) win; else the first node to start
/// makes one and every node reads the ring from the database, again and again, so that a rotation reaches all of them
/// long before the new key signs. Thread-safe.
@Service
public class SigningKeys implements JWKSource<SecurityContext> {
    private static final Logger log = LoggerFactory.getLogger(SigningKeys.class);
    private static final Duration ASK_AGAIN = Duration.ofSeconds(5);
    /// Nodes whose clocks differ may still sign with it so long.
    private static final Duration DISARM_AFTER = Duration.ofMinutes(5);

    private final SigningKeyRepository keys;
    private final SigningKeyProperties settings;
    private final IdentityProperties identity;
    private final SystemAccess system;
    private final Clock clock;
    private volatile @Nullable Loaded loaded;

    SigningKeys(
            SigningKeyRepository keys,
            SigningKeyProperties settings,
            IdentityProperties identity,
            SystemAccess system,
            Clock clock) {
        this.keys = keys;
        this.settings = settings;
        this.identity = identity;
        this.system = system;
        this.clock = clock;
    }

    private record Loaded(KeyRing ring, Map<String, JWSSigner> signers, Map<String, JWK> publicHalves, Instant at) {}

    @PostConstruct
    void load() throws IOException, ParseException {
        use(
                configured()
                        ? KeyMaterial.configured(settings.jwtKeys().strip())
                        : system.call("signing-keys", this::storedOrFirst));
    }

    /// Whether the keys are the operator's to rotate.
    boolean configured() {
        return !settings.jwtKeys().isBlank();
    }

    /// Reads the ring anew and tidies it: a key that has left goes, one that signs no more loses its private half.
    @Scheduled(initialDelayString = "PT30S", fixedDelayString = "PT30S")
    void refresh() {
        if (configured()) {
            return;
        }
        try {
            use(system.call("signing-keys", this::tidied));
        } catch (DataAccessException | TransactionException failure) {
            log.warn("The signing keys cannot be read, the known ones go on: {}", failure.toString());
        }
    }

    /// Signs with the active key: header `{alg, typ: JWT, kid}`.
    public String sign(JWTClaimsSet claims) {
        var current = current();
        var key = current.ring().active(clock.instant());
        var header = new JWSHeader.Builder(key.algorithm())
                .type(JOSEObjectType.JWT)
                .keyID(key.jwk().getKeyID())
                .build();
        var token = new SignedJWT(header, claims);
        try {
            token.sign(current.signers().get(key.jwk().getKeyID()));
        } catch (JOSEException failure) {
            throw new IllegalStateException("a token could not be signed", failure);
        }
        return token.serialize();
    }

    KeyRing ring() {
        return current().ring();
    }

    /// When the last token of one of the ring's keys has ended; null for the newest, and for configured keys, which
    /// never leave.
    @Nullable
    Instant leavesAt(KeyRing ring, SigningKey key) {
        return configured() ? null : ring.leavesAt(key, identity.longestToken());
    }

    /// The public halves of all that verify, asymmetric keys only.
    public JWKSet published() {
        var current = current();
        return new JWKSet(verifying(current).stream()
                .map(key -> current.publicHalves().get(key.jwk().getKeyID()))
                .filter(Objects::nonNull)
                .toList());
    }

    @Override
    public List<JWK> get(JWKSelector selector, @Nullable SecurityContext context) {
        var found = selector.select(published());
        var known = current();
        if (!found.isEmpty() || clock.instant().isBefore(known.at().plus(ASK_AGAIN))) {
            return found;
        }
        // Perhaps another node has rotated a moment ago.
        refresh();
        return selector.select(published());
    }

    private List<SigningKey> verifying(Loaded current) {
        return configured()
                ? current.ring().keys()
                : current.ring().verifying(clock.instant(), identity.longestToken());
    }

    private Loaded current() {
        var current = loaded;
        if (current == null) {
            throw new IllegalStateException("no signing key is loaded");
        }
        return current;
    }

    private void use(KeyRing ring) {
        var signers = new HashMap<String, JWSSigner>();
        var publicHalves = new HashMap<String, JWK>();
        for (var key : ring.keys()) {
            if (!(key.jwk() instanceof AsymmetricJWK)) {
                continue;
            }
            publicHalves.put(key.jwk().getKeyID(), key.published());
            if (key.jwk().isPrivate()) {
                signers.put(key.jwk().getKeyID(), signer(key));
            }
        }
        loaded = new Loaded(ring, Map.copyOf(signers), Map.copyOf(publicHalves), clock.instant());
    }

    private static JWSSigner signer(SigningKey key) {
        var provider = SignatureProvider.fastest();
        try {
            var signer = key.jwk() instanceof ECKey ec && provider != null
                    ? new ECDSASigner(translated(ec, provider), ec.getCurve())
                    : new DefaultJWSSignerFactory().createJWSSigner(key.jwk());
            signer.getJCAContext().setProvider(provider);
            return signer;
        } catch (JOSEException | GeneralSecurityException failure) {
            throw new IllegalStateException("a signing key cannot sign", failure);
        }
    }

    /// A provider translates another's kind of key anew for each signature.
    private static PrivateKey translated(ECKey key, Provider provider) throws JOSEException, GeneralSecurityException {
        return KeyFactory.getInstance("EC", provider)
                .generatePrivate(new PKCS8EncodedKeySpec(key.toECPrivateKey().getEncoded()));
    }

    private KeyRing storedOrFirst() {
        keys.lock();
        if (keys.all().isEmpty()) {
            var now = clock.instant();
            keys.insert(new SigningKey(KeyMaterial.generate(settings.algorithm()), now, now));
        }
        return new KeyRing(keys.all());
    }

    private KeyRing tidied() {
        var ring = new KeyRing(keys.all());
        var now = clock.instant();
        var staying = ring.verifying(now, identity.longestToken());
        for (var key : ring.keys()) {
            var signsNoMore = ring.retired(key, now.minus(DISARM_AFTER));
            if (!staying.contains(key)) {
                keys.delete(key);
            } else if (signsNoMore && key.jwk().isPrivate()) {
                keys.disarm(key);
            }
        }
        return new KeyRing(staying);
    }
}
