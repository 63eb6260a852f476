package io.deskwire.auth.oauth;

import com.nimbusds.oauth2.sdk.AuthorizationCode;
import com.nimbusds.oauth2.sdk.id.State;
import com.nimbusds.oauth2.sdk.pkce.CodeVerifier;
import com.nimbusds.openid.connect.sdk.Nonce;
import io.deskwire.auth.flow.CodeChallenge;
import io.deskwire.auth.flow.FlowState;
import io.deskwire.auth.flow.FlowState.Trip;
import io.deskwire.auth.flow.FlowStates;
import io.deskwire.auth.flow.Landing;
import io.deskwire.auth.platform.GoTrueException;
import io.deskwire.auth.provider.OpenIdProvider.Answer;
import io.deskwire.auth.provider.OpenIdProvider.Question;
import io.deskwire.auth.provider.ProviderAwayException;
import io.deskwire.auth.provider.Providers;
import io.deskwire.auth.session.ClientInfo;
import io.deskwire.auth.session.SessionIssuer;
import io.deskwire.common.id.Uuid7;
import io.deskwire.common.observe.Legible;
import io.deskwire.common.tenancy.SystemAccess;
import java.net.URI;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Service;

/// The way of a browser to a provider and back. The provider is asked between transactions, never within one.
@Service
class ProviderTrips {
    private static final Logger log = LoggerFactory.getLogger(ProviderTrips.class);
    private static final Pattern OAUTH_ERROR = Pattern.compile("[a-z_]{1,60}");
    private static final int MAX_DESCRIPTION = 300;
    private static final Set<String> DENIALS =
            Set.of("signup_disabled", "user_banned", "provider_email_needs_verification");

    private final Providers providers;
    private final AccountLinking linking;
    private final FlowStates flows;
    private final SessionIssuer issuer;
    private final SystemAccess system;
    private final OAuthSettings settings;

    ProviderTrips(
            Providers providers,
            AccountLinking linking,
            FlowStates flows,
            SessionIssuer issuer,
            SystemAccess system,
            OAuthSettings settings) {
        this.providers = providers;
        this.linking = linking;
        this.flows = flows;
        this.issuer = issuer;
        this.system = system;
        this.settings = settings;
    }

    /// Where to send the browser. Raises GoTrue's refusals, and 503 where the provider is away.
    URI depart(AuthorizationRequest wish) {
        var provider = providers.require(wish.provider());
        var challenge = CodeChallenge.of(wish.challenge(), wish.challengeMethod());
        var target = settings.targets().choose(wish.redirectTo(), wish.referer());
        var nonce = new Nonce();
        var verifier = new CodeVerifier();
        try {
            provider.ready();
            var trip = new Trip(provider.name(), target, wish.linking(), nonce.getValue(), verifier.getValue());
            var flow = system.call("oauth-depart", () -> flows.begin(challenge, "oauth", null, trip));
            return provider.authorizationUrl(new Question(
                    new State(flow.id().toString()), nonce, verifier, settings.callback(), wish.scopes(), wish.more()));
        } catch (ProviderAwayException away) {
            throw unreachable(provider.name(), away);
        }
    }

    /// Where a browser lands that cannot depart, because the provider is away.
    String stranded(AuthorizationRequest wish, GoTrueException reason) {
        return landing(settings.targets().choose(wish.redirectTo(), wish.referer()), reason);
    }

    /// A provider's answer, as the browser brings it.
    ///
    /// @param issuer who it says it comes from (RFC 9207)
    record Return(
            @Nullable String state,
            @Nullable String code,
            @Nullable String error,
            @Nullable String errorDescription,
            @Nullable String issuer) {}

    /// Where to send the browser: always somewhere, with a code, tokens or an error.
    String arrive(Return back, ClientInfo client) {
        FlowState flow;
        try {
            flow = flow(back.state());
        } catch (GoTrueException refusal) {
            return landing(settings.targets().site().toASCIIString(), refusal);
        }
        var home = Objects.requireNonNull(flow.trip().redirectTo());
        try {
            return back.error() == null ? finish(flow, back, home, client) : declined(home, back);
        } catch (GoTrueException refusal) {
            return landing(home, refusal);
        } catch (ProviderAwayException away) {
            return landing(home, unreachable(String.valueOf(flow.trip().provider()), away));
        }
    }

    /// A state is good for one return, whatever comes of it.
    private FlowState flow(@Nullable String state) {
        if (state == null || state.isEmpty()) {
            throw new GoTrueException(400, "bad_oauth_callback", "OAuth state parameter missing");
        }
        var id = Uuid7.parse(state)
                .orElseThrow(() -> new GoTrueException(400, "bad_oauth_state", "OAuth callback with invalid state"));
        var flow = system.call("oauth-return", () -> {
            var first = flows.returned(id);
            if (first.isEmpty()
                    && flows.find(id)
                            .filter(known -> known.trip().provider() != null)
                            .isPresent()) {
                throw new GoTrueException(
                        400, "flow_state_already_used", "OAuth state has already been used, begin again");
            }
            return first.orElseThrow(
                    () -> new GoTrueException(400, "bad_oauth_state", "OAuth state not found or expired"));
        });
        if (settings.over(flow.createdAt())) {
            throw new GoTrueException(400, "bad_oauth_state", "OAuth state has expired");
        }
        return flow;
    }

    private String finish(FlowState flow, Return back, String home, ClientInfo client) {
        var trip = flow.trip();
        var provider = providers.require(String.valueOf(trip.provider()));
        if (back.code() == null || back.code().isBlank()) {
            throw new GoTrueException(400, "bad_oauth_callback", "OAuth authorization code missing");
        }
        if (!provider.answered(back.issuer())) {
            throw new GoTrueException(400, "bad_oauth_callback", "OAuth callback of another issuer");
        }
        var answer = provider.redeem(
                new AuthorizationCode(back.code()),
                new CodeVerifier(Objects.requireNonNull(trip.codeVerifier())),
                new Nonce(Objects.requireNonNull(trip.nonce())),
                settings.callback());
        return system.call("oauth-arrive", () -> land(flow, answer, home, client));
    }

    private String land(FlowState flow, Answer answer, String home, ClientInfo client) {
        var target = flow.trip().linkingUser();
        var user = target == null ? linking.signIn(answer.identity()) : linking.link(target, answer.identity());
        if (flow.challenge() != null) {
            flows.authenticated(flow, user.id(), answer.tokens());
            return Landing.withCode(home, flow.authCode());
        }
        var session = issuer.open(user, "oauth", answer.identity().provider(), client)
                .with(answer.tokens().accessToken(), answer.tokens().refreshToken());
        return Landing.withFragment(home, session.fragment());
    }

    /// The person said no, or the provider did: its own words, as far as they are harmless.
    private static String declined(String home, Return back) {
        var error = String.valueOf(back.error());
        var description = back.errorDescription() == null ? "" : back.errorDescription();
        return Landing.withMessage(
                home,
                Map.of(
                        "error",
                        OAUTH_ERROR.matcher(error).matches() ? error : "server_error",
                        "error_description",
                        Legible.of(description, MAX_DESCRIPTION)),
                true);
    }

    private static String landing(String home, GoTrueException refusal) {
        var status = DENIALS.contains(refusal.code()) ? 403 : refusal.status();
        return Landing.withError(home, status, refusal.code(), String.valueOf(refusal.getMessage()), true);
    }

    private static GoTrueException unreachable(String provider, ProviderAwayException away) {
        log.warn("Provider {} is away: {}", provider, away.getMessage());
        return new GoTrueException(
                503, "unexpected_failure", "The provider %s does not answer, try again later".formatted(provider));
    }
}
