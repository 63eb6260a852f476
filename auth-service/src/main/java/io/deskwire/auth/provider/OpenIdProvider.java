package io.deskwire.auth.provider;

import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.oauth2.sdk.AuthorizationCode;
import com.nimbusds.oauth2.sdk.AuthorizationCodeGrant;
import com.nimbusds.oauth2.sdk.AuthorizationRequest;
import com.nimbusds.oauth2.sdk.ParseException;
import com.nimbusds.oauth2.sdk.ResponseType;
import com.nimbusds.oauth2.sdk.Scope;
import com.nimbusds.oauth2.sdk.TokenRequest;
import com.nimbusds.oauth2.sdk.auth.ClientSecretBasic;
import com.nimbusds.oauth2.sdk.auth.ClientSecretPost;
import com.nimbusds.oauth2.sdk.auth.Secret;
import com.nimbusds.oauth2.sdk.http.HTTPResponse;
import com.nimbusds.oauth2.sdk.id.ClientID;
import com.nimbusds.oauth2.sdk.id.State;
import com.nimbusds.oauth2.sdk.pkce.CodeChallengeMethod;
import com.nimbusds.oauth2.sdk.pkce.CodeVerifier;
import com.nimbusds.oauth2.sdk.token.AccessToken;
import com.nimbusds.oauth2.sdk.util.JSONObjectUtils;
import com.nimbusds.openid.connect.sdk.Nonce;
import com.nimbusds.openid.connect.sdk.OIDCTokenResponse;
import com.nimbusds.openid.connect.sdk.UserInfoRequest;
import com.nimbusds.openid.connect.sdk.token.OIDCTokens;
import io.deskwire.auth.flow.FlowState.ProviderTokens;
import io.deskwire.auth.platform.GoTrueException;
import io.deskwire.auth.provider.ProviderProperties.Client;
import java.net.MalformedURLException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One provider: where to send browsers, and what its answers mean. Blocks on the network and raises
/// [ProviderAwayException]; never within a transaction. Thread-safe.
public final class OpenIdProvider {
    private static final Logger log = LoggerFactory.getLogger(OpenIdProvider.class);
    private static final Duration METADATA_LIFE = Duration.ofHours(1);
    private static final Pattern SEPARATORS = Pattern.compile("[,\\s]+");

    private final String name;
    private final Client client;
    private final ClientID clientId;
    private final String issuer;
    private final URI callback;
    private final ProviderHttp http;
    private final Clock clock;
    private volatile @Nullable Known known;

    /// @param callback where browsers come back; to be registered with the provider
    OpenIdProvider(String name, Client client, URI callback, ProviderHttp http, Clock clock) {
        this.name = name;
        this.client = client;
        this.clientId = new ClientID(client.clientId().getFirst());
        this.issuer = ProviderMetadata.withoutSlash(
                Objects.requireNonNull(client.issuer()).toString());
        this.callback = callback;
        this.http = http;
        this.clock = clock;
    }

    private record Known(ProviderMetadata metadata, IdTokenVerifier idTokens, Instant until) {}

    public String name() {
        return name;
    }

    String issuer() {
        return issuer;
    }

    /// Whether it can be asked; the answers that follow come from memory.
    public void ready() {
        known();
    }

    /// What the browser takes along to the provider, and what binds the answer to it: the nonce comes back in the ID
    /// token, the verifier is shown by [#redeem] (RFC 7636, S256).
    ///
    /// @param more of the client's own, such as `login_hint` and `prompt`
    public record Question(
            State state,
            Nonce nonce,
            CodeVerifier verifier,
            @Nullable String scopes,
            Map<String, String> more) {}

    public URI authorizationUrl(Question question) {
        var request = new AuthorizationRequest.Builder(ResponseType.CODE, clientId)
                .endpointURI(known().metadata().published().getAuthorizationEndpointURI())
                .redirectionURI(callback)
                .scope(scope(question.scopes()))
                .state(question.state())
                .codeChallenge(question.verifier(), CodeChallengeMethod.S256);
        question.more().forEach(request::customParameter);
        return request.customParameter("nonce", question.nonce().getValue())
                .build()
                .toURI();
    }

    private Scope scope(@Nullable String wished) {
        var more = wished == null ? Stream.<String>empty() : SEPARATORS.splitAsStream(wished.strip());
        return new Scope(Stream.concat(client.scopes().stream(), more)
                .filter(scope -> !scope.isEmpty())
                .toArray(String[]::new));
    }

    /// Mix-up defence (RFC 9207): an answer that names another issuer, or none where the provider always does, is not
    /// this provider's.
    public boolean answered(@Nullable String namedIssuer) {
        return namedIssuer == null
                ? !known().metadata().namesItself()
                : ProviderMetadata.withoutSlash(namedIssuer).equals(issuer);
    }

    /// Who signed in there, and the provider's own tokens.
    public record Answer(ExternalIdentity identity, ProviderTokens tokens) {}

    /// Trades the code of an answer. Raises GoTrue's refusals.
    public Answer redeem(AuthorizationCode code, CodeVerifier verifier, Nonce nonce) {
        var current = known();
        var grant = new AuthorizationCodeGrant(code, callback, verifier);
        var tokens =
                tokens(http.answerTo(tokenRequest(current.metadata(), grant).toHTTPRequest()));
        try {
            var accessToken = tokens.getAccessToken();
            var claims = current.idTokens().verify(tokens.getIDTokenString(), accessToken.getValue());
            if (!IdTokenVerifier.madeFor(List.of(clientId.getValue()), claims)) {
                throw new InvalidIdTokenException("made for " + claims.getAudience());
            }
            if (!client.skipNonceCheck() && !nonce.getValue().equals(claims.getClaim("nonce"))) {
                throw new InvalidIdTokenException("answers another question");
            }
            var all = new LinkedHashMap<>(claims.getClaims());
            withUserinfo(current.metadata(), accessToken, claims.getSubject(), all);
            var refreshToken = tokens.getRefreshToken();
            return new Answer(
                    ExternalIdentity.of(name, issuer, all),
                    new ProviderTokens(accessToken.getValue(), refreshToken == null ? null : refreshToken.getValue()));
        } catch (InvalidIdTokenException failure) {
            log.warn("An ID token of {} does not hold: {}", name, failure.getMessage());
            throw refused("Error getting user profile from external provider");
        }
    }

    /// With the secret in the header (RFC 6749, 2.3.1), unless the provider wants it in the form.
    private TokenRequest tokenRequest(ProviderMetadata metadata, AuthorizationCodeGrant grant) {
        var endpoint = metadata.published().getTokenEndpointURI();
        if (client.secret().isEmpty()) {
            return new TokenRequest.Builder(endpoint, clientId, grant).build();
        }
        var secret = new Secret(client.secret());
        var authentication = metadata.wantsSecretInForm()
                ? new ClientSecretPost(clientId, secret)
                : new ClientSecretBasic(clientId, secret);
        return new TokenRequest.Builder(endpoint, authentication, grant).build();
    }

    private OIDCTokens tokens(HTTPResponse reply) {
        if (reply.getStatusCode() >= 500) {
            throw new ProviderAwayException("%s answers %d".formatted(name, reply.getStatusCode()));
        }
        try {
            var body = JSONObjectUtils.parse(reply.getBody());
            if (reply.getStatusCode() == 200) {
                var tokens = OIDCTokenResponse.parse(body).getOIDCTokens();
                if (tokens.getIDTokenString() != null) {
                    return tokens;
                }
            }
            log.info("{} did not trade a code: {} {}", name, reply.getStatusCode(), body.get("error"));
        } catch (ParseException failure) {
            log.info("{} did not trade a code: {} {}", name, reply.getStatusCode(), failure.getMessage());
        }
        throw refused("Unable to exchange external code");
    }

    /// Some providers put the address nowhere else. What is said of another subject is not believed (OpenID Connect
    /// Core 1.0, 5.3.2).
    private void withUserinfo(
            ProviderMetadata metadata, AccessToken accessToken, String subject, Map<String, Object> claims) {
        if (claims.get("email") != null || metadata.userinfo() == null) {
            return;
        }
        var reply = http.answerTo(new UserInfoRequest(metadata.userinfo(), accessToken).toHTTPRequest());
        if (reply.getStatusCode() != 200) {
            return;
        }
        try {
            var said = JSONObjectUtils.parse(reply.getBody());
            if (subject.equals(said.get("sub"))) {
                said.forEach((field, value) -> {
                    if (value instanceof Boolean || value instanceof String) {
                        claims.putIfAbsent(field, value);
                    }
                });
            }
        } catch (ParseException failure) {
            throw new ProviderAwayException(name + " does not answer in JSON", failure);
        }
    }

    /// Of an ID token that an app got by itself: signature, issuer and time. The audience is checked by [#isFor].
    ///
    /// @param accessToken the one that came with it, whose hash it must carry if it carries one; null: none came
    public JWTClaimsSet claims(String idToken, @Nullable String accessToken) throws InvalidIdTokenException {
        return known().idTokens().verify(idToken, accessToken);
    }

    /// Whether an ID token was made for one of this deployment's clients.
    public boolean isFor(JWTClaimsSet claims) {
        return IdTokenVerifier.madeFor(client.clientId(), claims);
    }

    /// Who an ID token is about.
    public ExternalIdentity identity(JWTClaimsSet claims) {
        return ExternalIdentity.of(name, issuer, claims.getClaims());
    }

    public boolean skipNonceCheck() {
        return client.skipNonceCheck();
    }

    /// Fetched at first use and hourly; an outage after that goes unnoticed.
    private Known known() {
        var current = known;
        if (current != null && current.until().isAfter(clock.instant())) {
            return current;
        }
        try {
            var metadata = ProviderMetadata.of(issuer, http.get(ProviderMetadata.address(issuer)));
            var keys = JWKSourceBuilder.create(
                            metadata.published().getJWKSetURI().toURL(), http.keys())
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
