package io.deskwire.benchmarks;

import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.source.ImmutableJWKSet;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jose.util.Base64URL;
import io.deskwire.common.identity.IdentityProperties;
import io.deskwire.common.identity.token.SignatureProvider;
import io.deskwire.common.identity.token.TokenVerifier;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.PublicKey;
import java.security.Signature;
import java.time.Clock;
import java.time.Duration;
import java.util.List;

/// Verification as every service does it, beside the signature alone. In this process, one thread.
final class TokenChecks {
    private static final Load ONE_THREAD = new Load(1, Duration.ofSeconds(3), Duration.ofSeconds(1));

    private static final String ALGORITHM = "SHA256withECDSAinP1363Format";

    private final List<String> tokens;
    private final JWKSet keys;
    private final IdentityProperties identity;

    /// @param tokens of one stack, all different and still valid
    TokenChecks(List<String> tokens, JWKSet keys, URI publicUrl, URI auth) {
        this.tokens = List.copyOf(tokens);
        this.keys = keys;
        this.identity = new IdentityProperties(
                publicUrl + "/auth/v1",
                URI.create(auth + "/auth/v1/.well-known/jwks.json"),
                "authenticated",
                List.of(),
                List.of(),
                Duration.ZERO,
                Duration.ofHours(1),
                "");
    }

    private TokenVerifier verifier() {
        return new TokenVerifier(new ImmutableJWKSet<SecurityContext>(keys), identity, Clock.systemUTC());
    }

    /// Tokens never seen before: each round through all of them begins with an empty memory.
    Load.Rates unseen() throws Exception {
        return ONE_THREAD.run(_ -> new Load.Work() {
            private TokenVerifier verifier = verifier();
            private int next;

            @Override
            public void once() throws Exception {
                if (next == tokens.size()) {
                    next = 0;
                    verifier = verifier();
                }
                verifier.authenticate(tokens.get(next++));
            }
        });
    }

    Load.Rates seen() throws Exception {
        var verifier = verifier();
        return ONE_THREAD.run(_ -> new Load.Work() {
            private int next;

            @Override
            public void once() throws Exception {
                // a hundred at once, or the clock of the loop would be what is measured
                for (int i = 0; i < 100; i++) {
                    verifier.authenticate(tokens.get(next++ % Math.min(tokens.size(), 1_000)));
                }
            }
        });
    }

    /// What ES256 alone takes, over the same bytes, with the same key and from the same provider.
    Load.Rates signatureAlone() throws Exception {
        PublicKey key = keys.getKeys().getFirst().toECKey().toPublicKey();
        var provider = SignatureProvider.fastest();
        return ONE_THREAD.run(_ -> new Load.Work() {
            private int next;

            @Override
            public void once() throws Exception {
                var token = tokens.get(next++ % tokens.size());
                int dot = token.lastIndexOf('.');
                var signature = provider == null
                        ? Signature.getInstance(ALGORITHM)
                        : Signature.getInstance(ALGORITHM, provider);
                signature.initVerify(key);
                signature.update(token.substring(0, dot).getBytes(StandardCharsets.US_ASCII));
                if (!signature.verify(new Base64URL(token.substring(dot + 1)).decode())) {
                    throw new IllegalStateException("a token does not verify");
                }
            }
        });
    }
}
