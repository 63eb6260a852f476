package io.deskwire.auth.account;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.deskwire.auth.account.AccountChanges.Change;
import io.deskwire.auth.accountmail.MailReturns;
import io.deskwire.auth.accountmail.MailReturns.Challenge;
import io.deskwire.auth.platform.GoTrueApi;
import io.deskwire.auth.platform.GoTrueException;
import io.deskwire.auth.session.BearerSession;
import io.deskwire.auth.user.EmailAddress;
import io.deskwire.auth.user.UserData;
import io.deskwire.auth.user.UserView;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.util.StringUtils;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;

/// GoTrue's `/user`: who is signed in, and what it may change about itself.
@GoTrueApi
class UserController {
    private final AccountChanges changes;
    private final BearerSession bearer;
    private final MailReturns returns;

    UserController(AccountChanges changes, BearerSession bearer, MailReturns returns) {
        this.changes = changes;
        this.bearer = bearer;
        this.returns = returns;
    }

    /// Names everything that may be changed; all else a client sends is passed over.
    @JsonIgnoreProperties(ignoreUnknown = true)
    record UpdateRequest(
            @Nullable String email,
            @Nullable String phone,
            @Nullable String password,
            @Nullable String currentPassword,
            @Nullable String nonce,
            @Nullable Map<String, @Nullable Object> data,
            @Nullable Object appMetadata,
            @Nullable Object role,
            @JsonUnwrapped @Nullable Challenge challenge) {}

    @GetMapping("/user")
    UserView user(HttpServletRequest request) {
        return UserView.of(bearer.authenticate(request).user());
    }

    @PutMapping("/user")
    UserView update(@RequestBody UpdateRequest body, HttpServletRequest request) {
        var who = bearer.authenticate(request);
        if (body.appMetadata() != null) {
            throw new GoTrueException(403, "not_admin", "Updating app_metadata requires admin privileges");
        }
        if (body.role() != null) {
            throw new GoTrueException(403, "not_admin", "Updating role requires admin privileges");
        }
        if (StringUtils.hasLength(body.phone())) {
            throw new GoTrueException(400, "phone_provider_disabled", "Phone logins are disabled");
        }
        var change = new Change(
                StringUtils.hasLength(body.email()) ? EmailAddress.checked(body.email()) : null,
                body.password(),
                body.currentPassword(),
                body.nonce(),
                body.data() == null ? null : UserData.requireSmall(body.data()));
        var back = returns.of(request, body.challenge());
        return UserView.of(changes.apply(who, change, back));
    }
}
