package io.deskwire.auth.oauth;

import com.nimbusds.oauth2.sdk.AuthorizationCode;
import com.nimbusds.oauth2.sdk.pkce.CodeVerifier;
import com.nimbusds.openid.connect.sdk.Nonce;
import io.deskwire.auth.flow.FlowState;
import io.deskwire.auth.flow.Landing;
import io.deskwire.auth.flow.RedirectTargets;
import io.deskwire.auth.member.ClientInfo;
import io.deskwire.auth.platform.GoTrueException;
import io.deskwire.auth.provider.ProviderAwayException;
import io.deskwire.auth.provider.Providers;
import io.deskwire.common.observe.Legible;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;

/// Receives a browser that comes back from a provider. The provider is asked between transactions, never within one.
@Service
class ProviderArrival {
    private static final Pattern OAUTH_ERROR = Pattern.compile("[a-z_]{1,60}");
    private static final int MAX_DESCRIPTION = 300;

    private final Providers providers;
    private final ProviderTrips trips;
    private final ProviderSessions sessions;
    private final RedirectTargets targets;

    ProviderArrival(Providers providers, ProviderTrips trips, ProviderSessions sessions, RedirectTargets targets) {
        this.providers = providers;
        this.trips = trips;
        this.sessions = sessions;
        this.targets = targets;
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
            flow = trips.returned(back.state());
        } catch (GoTrueException refusal) {
            return ProviderTrips.landing(targets.site().toASCIIString(), refusal);
        }
        var home = Objects.requireNonNull(flow.trip().redirectTo());
        try {
            return back.error() == null ? finish(flow, back, home, client) : declined(home, back);
        } catch (GoTrueException refusal) {
            return ProviderTrips.landing(home, refusal);
        } catch (ProviderAwayException away) {
            return ProviderTrips.landing(
                    home, ProviderTrips.unreachable(String.valueOf(flow.trip().provider()), away));
        }
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
                new Nonce(Objects.requireNonNull(trip.nonce())));
        return sessions.land(flow, answer, home, client);
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
}
