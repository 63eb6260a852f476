package io.deskwire.auth.oauth;

import com.nimbusds.oauth2.sdk.id.State;
import com.nimbusds.oauth2.sdk.pkce.CodeVerifier;
import com.nimbusds.openid.connect.sdk.Nonce;
import io.deskwire.auth.flow.CodeChallenge;
import io.deskwire.auth.flow.FlowState.Trip;
import io.deskwire.auth.flow.RedirectTargets;
import io.deskwire.auth.platform.GoTrueException;
import io.deskwire.auth.provider.OpenIdProvider.Question;
import io.deskwire.auth.provider.ProviderAwayException;
import io.deskwire.auth.provider.Providers;
import java.net.URI;
import org.springframework.stereotype.Service;

/// Sends a browser to a provider. The provider is asked outside any transaction.
@Service
class ProviderDeparture {
    private final Providers providers;
    private final ProviderTrips trips;
    private final RedirectTargets targets;

    ProviderDeparture(Providers providers, ProviderTrips trips, RedirectTargets targets) {
        this.providers = providers;
        this.trips = trips;
        this.targets = targets;
    }

    /// Where to send the browser. Raises GoTrue's refusals, and 503 where the provider is away.
    URI depart(AuthorizationRequest wish) {
        var provider = providers.require(wish.provider());
        var challenge = CodeChallenge.of(wish.challenge(), wish.challengeMethod());
        var target = targets.choose(wish.redirectTo(), wish.referer());
        var nonce = new Nonce();
        var verifier = new CodeVerifier();
        try {
            provider.ready();
            var trip = new Trip(provider.name(), target, wish.linking(), nonce.getValue(), verifier.getValue());
            var flow = trips.begin(challenge, trip);
            return provider.authorizationUrl(
                    new Question(new State(flow.id().toString()), nonce, verifier, wish.scopes(), wish.more()));
        } catch (ProviderAwayException away) {
            throw ProviderTrips.unreachable(provider.name(), away);
        }
    }

    /// Where a browser lands that cannot depart, because the provider is away.
    String stranded(AuthorizationRequest wish, GoTrueException reason) {
        return ProviderTrips.landing(targets.choose(wish.redirectTo(), wish.referer()), reason);
    }
}
