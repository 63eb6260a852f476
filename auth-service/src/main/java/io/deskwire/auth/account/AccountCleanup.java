package io.deskwire.auth.account;

import io.deskwire.auth.accountmail.AccountProperties;
import io.deskwire.auth.flow.FlowStates;
import io.deskwire.auth.onetime.OneTimeTokens;
import io.deskwire.auth.session.SessionEnds;
import io.deskwire.auth.user.UserService;
import io.deskwire.common.tenancy.SystemAccess;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/// Removes what is over: mailed secrets, sign-ins under way, sessions past their end, anonymous users who stayed away.
/// Every node may run it at any time.
@Component
class AccountCleanup {
    private final OneTimeTokens tokens;
    private final FlowStates flows;
    private final SessionEnds sessions;
    private final UserService users;
    private final SystemAccess system;
    private final AccountProperties properties;

    AccountCleanup(
            OneTimeTokens tokens,
            FlowStates flows,
            SessionEnds sessions,
            UserService users,
            SystemAccess system,
            AccountProperties properties) {
        this.tokens = tokens;
        this.flows = flows;
        this.sessions = sessions;
        this.users = users;
        this.system = system;
        this.properties = properties;
    }

    /// Each in a transaction of its own, so that none waits for another's locks.
    @Scheduled(initialDelayString = "PT3M", fixedDelayString = "PT10M")
    void sweep() {
        system.run("account-cleanup", tokens::sweep);
        system.run("account-cleanup", flows::sweep);
        system.run("account-cleanup", sessions::sweep);
        system.run("account-cleanup", () -> users.forgetAnonymous(properties.anonymousLife()));
    }
}
