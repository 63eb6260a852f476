package io.deskwire.common.identity.token;

import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSelector;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.jwk.source.RateLimitReachedException;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jose.util.DefaultResourceRetriever;
import java.net.URL;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The keys that the issuer publishes, fetched at first use and kept through an outage of it.
///
/// A token that names an unknown key has them fetched anew, even a made-up one: no more than twice a second, and that
/// often, so that a new key counts while somebody does. In between, an unknown key is one that does not exist.
/// Thread-safe.
public final class PublishedKeys implements JWKSource<SecurityContext> {
    private static final int FETCH_MILLIS = 2_000;
    private static final int MAX_BYTES = 256 * 1024;
    private static final Duration KEPT = Duration.ofHours(12);
    private static final Duration BETWEEN_FETCHES = Duration.ofSeconds(1);

    private final JWKSource<SecurityContext> fetching;
    private volatile boolean fetched;

    public PublishedKeys(URL address) {
        this.fetching = JWKSourceBuilder.create(
                        address, new DefaultResourceRetriever(FETCH_MILLIS, FETCH_MILLIS, MAX_BYTES))
                .retrying(true)
                .outageTolerant(KEPT.toMillis())
                .rateLimited(BETWEEN_FETCHES.toMillis())
                .build();
    }

    @Override
    public List<JWK> get(JWKSelector wanted, @Nullable SecurityContext context) throws KeySourceException {
        try {
            var found = fetching.get(wanted, context);
            fetched = true;
            return found;
        } catch (RateLimitReachedException unknown) {
            if (fetched) {
                return List.of();
            }
            throw unknown;
        }
    }
}
