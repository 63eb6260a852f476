package io.deskwire.auth.session;

import io.deskwire.auth.flow.FlowStates;
import io.deskwire.auth.session.SignIn.Reason;
import io.deskwire.auth.user.UserService;
import io.deskwire.common.tenancy.SystemAccess;
import java.util.Objects;
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
    private final SessionSettings settings;

    CodeSignIns(
            UserService users, FlowStates flows, SessionIssuer issuer, SystemAccess system, SessionSettings settings) {
        this.users = users;
        this.flows = flows;
        this.issuer = issuer;
        this.system = system;
        this.settings = settings;
    }

    /// Redeems the code of a PKCE sign-in. Raises GoTrue's refusals, which leave the code for its owner.
    SignIn open(String authCode, String verifier, ClientInfo client) {
        return system.call("pkce", () -> {
            var flow = flows.redeem(authCode, verifier);
            var user = users.find(Objects.requireNonNull(flow.userId())).orElseThrow();
            if (user.banned(settings.clock().instant())) {
                return new SignIn.Rejected(Reason.USER_BANNED);
            }
            var session = issuer.open(user, flow.method(), flow.trip().provider(), client);
            return new SignIn.Accepted(
                    session.with(flow.tokens().accessToken(), flow.tokens().refreshToken()));
        });
    }
}
