package io.deskwire.auth.account;

import io.deskwire.auth.platform.AuthProperties;
import io.deskwire.auth.platform.GoTrueException;
import io.deskwire.auth.session.InvitedAddresses;
import io.deskwire.common.tenancy.SystemAccess;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/// Who may become a user by itself (`DESKWIRE_SIGNUP`).
@Component
class SignUpGate {
    private final AuthProperties properties;
    private final ObjectProvider<InvitedAddresses> invited;
    private final SystemAccess system;

    SignUpGate(AuthProperties properties, ObjectProvider<InvitedAddresses> invited, SystemAccess system) {
        this.properties = properties;
        this.invited = invited;
        this.system = system;
    }

    /// Raises `signup_disabled`; in the same words whether nobody or only the invited may.
    void admit(String email) {
        var open = switch (properties.signup()) {
            case OPEN -> true;
            case CLOSED -> false;
            case INVITE_ONLY ->
                system.call("sign-up", () -> invited.stream().anyMatch(invites -> invites.openFor(email)));
        };
        if (!open) {
            throw closed();
        }
    }

    /// Nobody invites somebody without an address.
    void admitAnonymous() {
        if (!properties.anonymousSignIns()) {
            throw new GoTrueException(422, "anonymous_provider_disabled", "Anonymous sign-ins are disabled");
        }
        if (properties.signup() != AuthProperties.Signup.OPEN) {
            throw closed();
        }
    }

    private static GoTrueException closed() {
        return new GoTrueException(422, "signup_disabled", "Signups not allowed for this instance");
    }
}
