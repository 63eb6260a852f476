package io.deskwire.auth.signup;

import io.deskwire.auth.member.ClientInfo;
import io.deskwire.auth.password.PasswordHasher;
import io.deskwire.auth.platform.GoTrueException;
import io.deskwire.auth.session.SessionIssuer;
import io.deskwire.auth.session.SessionView;
import io.deskwire.auth.user.UserService;
import io.deskwire.common.tenancy.SystemAccess;
import java.util.Map;
import org.springframework.stereotype.Service;

/// Sign-up that ends in a session at once: anonymously, or where addresses count as confirmed without a mail.
@Service
class SignUps {
    private final UserService users;
    private final PasswordHasher passwords;
    private final SessionIssuer issuer;
    private final SystemAccess system;

    SignUps(UserService users, PasswordHasher passwords, SessionIssuer issuer, SystemAccess system) {
        this.users = users;
        this.passwords = passwords;
        this.issuer = issuer;
        this.system = system;
    }

    SessionView withAddress(String email, String password, Map<String, Object> metadata, ClientInfo client) {
        var hash = passwords.hash(password);
        return system.call("sign-up", () -> {
            var created = users.createPerson(email, hash, metadata, true)
                    .orElseThrow(() -> new GoTrueException(422, "user_already_exists", "User already registered"));
            return issuer.open(created, "password", client);
        });
    }

    SessionView anonymous(Map<String, Object> metadata, ClientInfo client) {
        return system.call("sign-up", () -> issuer.open(users.createAnonymous(metadata), "anonymous", client));
    }
}
