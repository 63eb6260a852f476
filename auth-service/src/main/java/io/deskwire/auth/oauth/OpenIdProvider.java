package io.deskwire.auth.oauth;

import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import io.deskwire.auth.flow.FlowState.ProviderTokens;
import io.deskwire.auth.oauth.OAuthProperties.Client;
import io.deskwire.auth.platform.GoTrueException;
import java.net.MalformedURLException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One provider: where to send browsers, and what its answers mean. Blocks on the network and raises
/// [ProviderAwayException]; never within a transaction. Thread-safe.
final class OpenIdProvider {
    private static final Logger log = LoggerFactory.getLogger(OpenIdProvider.class);
    private static final Duration METADATA_LIFE = Duration.ofHours(1);
    private static final Pattern SEPARATORS = Pattern.compile("[,\\s]+");

    private final String name;
    private final Client client;
    private final String issuer;
    private final ProviderHttp http;
    private final Clock clock;
    private volatile @Nullable Known known;

    OpenIdProvider(String name, Client client, ProviderHttp http, Clock clock) {
        this.name = name;
        this.client = client;
        this.issuer = ProviderMetadata.withoutSlash(
                Objects.requireNonNull(client.issuer()).toString());
        this.http = http;
        this.clock = clock;
    }

    private record Known(ProviderMetadata metadata, IdTokenVerifier idTokens, Instant until) {}

    String name() {
        return name;
    }

    String issuer() {
        return issuer;
    }

    /// Whether it can be asked; the answers that follow come from memory.
    void ready() {
        known();
    }

    /// What the browser takes along to the provider.
    ///
    /// @param challenge of the verifier that [#redeem] will show (RFC 7636, S256)
    /// @param more of the client's own, such as `login_hint` and `prompt`
    record Question(
            String state,
            String nonce,
            String challenge,
            URI callback,
            @Nullable String scopes,
            Map<String, String> more) {}

    URI authorizationUrl(Question question) {
        var endpoint = known().metadata().authorizationEndpoint();
        var query = new LinkedHashMap<>(question.more());
        query.put("client_id", client.clientId().getFirst());
        query.put("redirect_uri", question.callback().toString());
        query.put("response_type", "code");
        query.put("scope", scope(question.scopes()));
        query.put("state", question.state());
        query.put("nonce", question.nonce());
        query.put("code_challenge", question.challenge());
        query.put("code_challenge_method", "S256");
        var separator = endpoint.getRawQuery() == null ? "?" : "&";
        return URI.create(endpoint + separator + ProviderHttp.encoded(query));
    }

    private String scope(@Nullable String wished) {
        var more = wished == null ? Stream.<String>empty() : SEPARATORS.splitAsStream(wished.strip());
        return Stream.concat(client.scopes().stream(), more)
                .filter(scope -> !scope.isEmpty())
                .distinct()
                .collect(Collectors.joining(" "));
    }

    /// Mix-up defence (RFC 9207): an answer that names another issuer, or none where the provider always does, is not
    /// this provider's.
    boolean answered(@Nullable String namedIssuer) {
        return namedIssuer == null
                ? !known().metadata().namesItself()
                : ProviderMetadata.withoutSlash(namedIssuer).equals(issuer);
    }

    /// Who signed in there, and the provider's own tokens.
    record Answer(ExternalIdentity identity, ProviderTokens tokens) {}

    /// Trades the code of an answer. Raises GoTrue's refusals.
    Answer redeem(String code, String verifier, String nonce, URI callback) {
        var current = known();
        var form = new LinkedHashMap<String, String>();
        form.put("grant_type", "authorization_code");
        form.put("code", code);
        form.put("redirect_uri", callback.toString());
        form.put("code_verifier", verifier);
        var reply = http.post(current.metadata().tokenEndpoint(), authorization(current.metadata(), form), form);
        var idToken = reply.text("id_token");
        if (reply.status() >= 500) {
            throw new ProviderAwayException("%s answers %d".formatted(name, reply.status()));
        }
        if (reply.status() != 200 || idToken == null) {
            log.info("{} did not trade a code: {} {}", name, reply.status(), reply.text("error"));
            throw refused("Unable to exchange external code");
        }
        var accessToken = reply.text("access_token");
        try {
            var claims = current.idTokens().verify(idToken, accessToken);
            if (!IdTokenVerifier.madeFor(List.of(client.clientId().getFirst()), claims)) {
                throw new InvalidIdTokenException("made for " + claims.getAudience());
            }
            if (!client.skipNonceCheck() && !nonce.equals(claims.getClaim("nonce"))) {
                throw new InvalidIdTokenException("answers another question");
            }
            var all = new LinkedHashMap<>(claims.getClaims());
            withUserinfo(current.metadata(), accessToken, claims.getSubject(), all);
            return new Answer(
                    ExternalIdentity.of(name, issuer, all),
                    new ProviderTokens(accessToken, reply.text("refresh_token")));
        } catch (InvalidIdTokenException failure) {
            log.warn("An ID token of {} does not hold: {}", name, failure.getMessage());
            throw refused("Error getting user profile from external provider");
        }
    }

    /// Some providers put the address nowhere else. What is said of another subject is not believed (OpenID Connect
    /// Core 1.0, 5.3.2).
    private void withUserinfo(
            ProviderMetadata metadata, @Nullable String accessToken, String subject, Map<String, Object> claims) {
        if (claims.get("email") != null || metadata.userinfoEndpoint() == null || accessToken == null) {
            return;
        }
        var reply = http.get(metadata.userinfoEndpoint(), "Bearer " + accessToken);
        if (reply.status() != 200 || !subject.equals(reply.text("sub"))) {
            return;
        }
        for (var field : reply.body().properties()) {
            if (field.getValue().isBoolean()) {
                claims.putIfAbsent(field.getKey(), field.getValue().asBoolean());
            } else if (field.getValue().isString()) {
                claims.putIfAbsent(field.getKey(), field.getValue().asString());
            }
        }
    }

    /// The `Authorization` of the token endpoint; where the provider wants the secret in the form, it goes there.
    private @Nullable String authorization(ProviderMetadata metadata, Map<String, String> form) {
        var id = client.clientId().getFirst();
        var methods = metadata.tokenEndpointAuthMethods();
        if (client.secret().isEmpty()) {
            form.put("client_id", id);
            return null;
        }
        if (!methods.isEmpty() && !methods.contains("client_secret_basic")) {
            form.put("client_id", id);
            form.put("client_secret", client.secret());
            return null;
        }
        // RFC 6749, 2.3.1: both are form-encoded first.
        var pair = ProviderHttp.encoded(id) + ":" + ProviderHttp.encoded(client.secret());
        return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.US_ASCII));
    }

    IdTokenVerifier idTokens() {
        return known().idTokens();
    }

    List<String> clientIds() {
        return client.clientId();
    }

    boolean skipNonceCheck() {
        return client.skipNonceCheck();
    }

    /// Fetched at first use and hourly; an outage after that goes unnoticed.
    private Known known() {
        var current = known;
        if (current != null && current.until().isAfter(clock.instant())) {
            return current;
        }
        try {
            var address = URI.create(issuer);
            var metadata = ProviderMetadata.of(address, http.get(ProviderMetadata.address(address), null));
            var keys = JWKSourceBuilder.create(metadata.keys().toURL(), http.keys())
                    .retrying(true)
                    .build();
            current = new Known(
                    metadata,
                    new IdTokenVerifier(issuer, keys, clock),
                    clock.instant().plus(METADATA_LIFE));
            known = current;
            return current;
        } catch (MalformedURLException failure) {
            throw new ProviderAwayException("%s has a bad jwks_uri".formatted(name), failure);
        } catch (ProviderAwayException failure) {
            if (current == null) {
                throw failure;
            }
            log.warn("{} cannot be asked anew and goes on as known: {}", name, failure.getMessage());
            return current;
        }
    }

    private static GoTrueException refused(String message) {
        return new GoTrueException(400, "bad_oauth_callback", message);
    }
}
