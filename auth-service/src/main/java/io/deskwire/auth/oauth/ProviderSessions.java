package io.deskwire.auth.oauth;

import io.deskwire.auth.flow.FlowState;
import io.deskwire.auth.flow.FlowStates;
import io.deskwire.auth.flow.Landing;
import io.deskwire.auth.identity.IdentityLinks;
import io.deskwire.auth.identity.IdentitySignIn;
import io.deskwire.auth.member.ClientInfo;
import io.deskwire.auth.provider.ExternalIdentity;
import io.deskwire.auth.provider.OpenIdProvider.Answer;
import io.deskwire.auth.session.SessionIssuer;
import io.deskwire.auth.session.SessionView;
import io.deskwire.auth.user.User;
import io.deskwire.common.identity.UserId;
import io.deskwire.common.tenancy.SystemAccess;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;

/// What a client gets for an identity that a provider vouches for: a session, or the code of one. One transaction
/// behind the system door.
@Service
class ProviderSessions {
    private final IdentitySignIn signIn;
    private final IdentityLinks links;
    private final FlowStates flows;
    private final SessionIssuer issuer;
    private final SystemAccess system;

    ProviderSessions(
            IdentitySignIn signIn, IdentityLinks links, FlowStates flows, SessionIssuer issuer, SystemAccess system) {
        this.signIn = signIn;
        this.links = links;
        this.flows = flows;
        this.issuer = issuer;
        this.system = system;
    }

    /// @param target whom to link the identity to; null: the account that it belongs to signs in
    SessionView open(ExternalIdentity who, @Nullable UserId target, ClientInfo client) {
        return system.call("id-token", () -> issuer.open(account(who, target), "oauth", who.provider(), client));
    }

    /// The address where the browser's trip ends, with a code or, in the implicit flow, with the session.
    String land(FlowState flow, Answer answer, String home, ClientInfo client) {
        return system.call("oauth-arrive", () -> {
            var user = account(answer.identity(), flow.trip().linkingUser());
            if (flow.challenge() != null) {
                flows.authenticated(flow, user.id(), answer.tokens());
                return Landing.withCode(home, flow.authCode());
            }
            var session = issuer.open(user, "oauth", answer.identity().provider(), client)
                    .with(answer.tokens().accessToken(), answer.tokens().refreshToken());
            return Landing.withFragment(home, session.fragment());
        });
    }

    private User account(ExternalIdentity who, @Nullable UserId target) {
        return target == null ? signIn.signIn(who) : links.link(target, who);
    }
}
