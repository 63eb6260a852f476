package io.deskwire.auth.flow;

import io.deskwire.auth.flow.FlowState.ProviderTokens;
import io.deskwire.auth.flow.FlowState.Trip;
import io.deskwire.auth.platform.GoTrueException;
import io.deskwire.common.id.Uuid7;
import io.deskwire.common.identity.UserId;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/// The door to sign-ins under way. Needs the system door, whose transaction it joins.
@Service
@Transactional(propagation = Propagation.MANDATORY)
public class FlowStates {
    /// A mail may lie for a while, a provider's page too.
    private static final Duration LONGEST = Duration.ofHours(24);

    private final FlowRepository flows;
    private final FlowProperties properties;
    private final Clock clock;

    FlowStates(FlowRepository flows, FlowProperties properties, Clock clock) {
        this.flows = flows;
        this.properties = properties;
        this.clock = clock;
    }

    /// @param challenge null for the implicit flow, where the tokens come back in the fragment
    /// @param method the session's `amr` method, such as `oauth`, `magiclink` or `recovery`
    /// @param user null until the provider has said who it is
    public FlowState begin(@Nullable CodeChallenge challenge, String method, @Nullable UserId user, Trip trip) {
        // Random, not time-ordered: both are secrets while they live.
        var flow = new FlowState(
                UUID.randomUUID(),
                user,
                UUID.randomUUID(),
                challenge,
                method,
                trip,
                ProviderTokens.NONE,
                clock.instant(),
                null);
        flows.insert(flow);
        return flow;
    }

    public Optional<FlowState> find(UUID id) {
        return flows.find(id);
    }

    /// The browser is back from the provider: its flow, the first time only.
    ///
    /// @return empty where there is no such flow or it has been back before
    public Optional<FlowState> returned(UUID id) {
        return flows.returned(id, clock.instant());
    }

    /// Somebody is known: from now on the code can be redeemed.
    ///
    /// @return false where it had been authenticated before
    public boolean authenticated(FlowState flow, UserId user, ProviderTokens tokens) {
        return flows.authenticate(flow.id(), user, tokens, clock.instant());
    }

    /// Who would sign in by a code; empty where nobody is known yet.
    public Optional<UserId> whose(String authCode) {
        return Uuid7.parse(authCode).flatMap(flows::userOfCode);
    }

    /// Nobody redeems a code of this account any more. What is not authenticated yet may go on: it has to prove anew
    /// who comes.
    public void discardCodes(UserId user) {
        flows.deleteCodes(user);
    }

    /// The flow whose code is redeemed; it is gone then. Raises GoTrue's refusals.
    ///
    /// A wrong verifier leaves the code for its owner.
    public FlowState redeem(String authCode, String verifier) {
        var code = Uuid7.parse(authCode).orElseThrow(FlowStates::unknown);
        var flow = flows.byCodeForUpdate(code).orElseThrow(FlowStates::unknown);
        var authenticated = flow.authenticatedAt();
        if (authenticated == null) {
            throw unknown();
        }
        if (authenticated.plus(properties.codeLife()).isBefore(clock.instant())) {
            throw new GoTrueException(422, "flow_state_expired", "invalid flow state, flow state has expired");
        }
        if (flow.challenge() == null || !flow.challenge().metBy(verifier)) {
            throw new GoTrueException(
                    400, "bad_code_verifier", "code challenge does not match previously saved code verifier");
        }
        flows.delete(flow.id());
        return flow;
    }

    /// Removes what can never be finished or redeemed.
    public void sweep() {
        var now = clock.instant();
        flows.sweep(now.minus(properties.codeLife()), now.minus(LONGEST));
    }

    public static GoTrueException unknown() {
        return new GoTrueException(404, "flow_state_not_found", "invalid flow state, no valid flow state found");
    }
}
