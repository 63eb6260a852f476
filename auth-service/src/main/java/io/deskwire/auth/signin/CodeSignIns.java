package io.deskwire.auth.signin;

import io.deskwire.auth.flow.FlowState;
import io.deskwire.auth.flow.FlowStates;
import io.deskwire.auth.member.ClientInfo;
import io.deskwire.auth.session.SessionIssuer;
import io.deskwire.auth.session.SignIn;
import io.deskwire.auth.session.SignIn.Reason;
import io.deskwire.auth.user.User;
import io.deskwire.auth.user.UserService;
import io.deskwire.common.tenancy.SystemAccess;
import java.time.Clock;
import org.springframework.stereotype.Service;

/// Opens sessions for the code of a sign-in by mail or provider.
///
/// Works behind the system door, because nobody is known yet.
@Service
class CodeSignIns {
    private final UserService users;
    private final FlowStates flows;
    private final SessionIssuer issuer;
    private final SystemAccess system;
    private final Clock clock;

    CodeSignIns(UserService users, FlowStates flows, SessionIssuer issuer, SystemAccess system, Clock clock) {
        this.users = users;
        this.flows = flows;
        this.issuer = issuer;
        this.system = system;
        this.clock = clock;
    }

    /// Redeems the code of a PKCE sign-in. Raises GoTrue's refusals, which leave the code for its owner.
    SignIn open(String authCode, String verifier, ClientInfo client) {
        return system.call("pkce", () -> {
            // The account first: ending its codes holds it, too, and a lock taken crosswise would be a deadlock.
            var user = flows.whose(authCode).flatMap(users::findForUpdate);
            var flow = flows.redeem(authCode, verifier);
            if (user.isEmpty() || !user.get().id().equals(flow.userId())) {
                throw FlowStates.unknown();
            }
            return open(user.get(), flow, client);
        });
    }

    private SignIn open(User user, FlowState flow, ClientInfo client) {
        if (user.banned(clock.instant())) {
            return new SignIn.Rejected(Reason.USER_BANNED);
        }
        var session = issuer.open(user, flow.method(), flow.trip().provider(), client);
        return new SignIn.Accepted(
                session.with(flow.tokens().accessToken(), flow.tokens().refreshToken()));
    }
}
