package io.deskwire.auth.oauth;

import io.deskwire.auth.flow.CodeChallenge;
import io.deskwire.auth.flow.FlowState;
import io.deskwire.auth.flow.FlowState.Trip;
import io.deskwire.auth.flow.FlowStates;
import io.deskwire.auth.flow.Landing;
import io.deskwire.auth.platform.GoTrueException;
import io.deskwire.auth.provider.ProviderAwayException;
import io.deskwire.common.id.Uuid7;
import io.deskwire.common.tenancy.SystemAccess;
import java.time.Clock;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Service;

/// Browsers on their way to a provider and back: remembered when they leave, known by their state when they return.
@Service
class ProviderTrips {
    private static final Logger log = LoggerFactory.getLogger(ProviderTrips.class);
    private static final Set<String> DENIALS =
            Set.of("signup_disabled", "user_banned", "provider_email_needs_verification");

    private final FlowStates flows;
    private final SystemAccess system;
    private final OAuthProperties properties;
    private final Clock clock;

    ProviderTrips(FlowStates flows, SystemAccess system, OAuthProperties properties, Clock clock) {
        this.flows = flows;
        this.system = system;
        this.properties = properties;
        this.clock = clock;
    }

    FlowState begin(@Nullable CodeChallenge challenge, Trip trip) {
        return system.call("oauth-depart", () -> flows.begin(challenge, "oauth", null, trip));
    }

    /// A state is good for one return, whatever comes of it.
    FlowState returned(@Nullable String state) {
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
        if (flow.createdAt().plus(properties.tripLife()).isBefore(clock.instant())) {
            throw new GoTrueException(400, "bad_oauth_state", "OAuth state has expired");
        }
        return flow;
    }

    /// Where a browser lands whose trip failed.
    static String landing(String home, GoTrueException refusal) {
        var status = DENIALS.contains(refusal.code()) ? 403 : refusal.status();
        return Landing.withError(home, status, refusal.code(), String.valueOf(refusal.getMessage()), true);
    }

    static GoTrueException unreachable(String provider, ProviderAwayException away) {
        log.warn("Provider {} is away: {}", provider, away.getMessage());
        return new GoTrueException(
                503, "unexpected_failure", "The provider %s does not answer, try again later".formatted(provider));
    }
}
