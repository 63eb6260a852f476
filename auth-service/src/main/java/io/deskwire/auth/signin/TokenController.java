package io.deskwire.auth.signin;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import io.deskwire.auth.member.ClientInfo;
import io.deskwire.auth.password.PasswordPolicy;
import io.deskwire.auth.platform.GoTrueApi;
import io.deskwire.auth.platform.GoTrueException;
import io.deskwire.auth.session.SessionRefresh;
import io.deskwire.auth.session.SessionView;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;
import org.springframework.util.StringUtils;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;

/// GoTrue's `/token`, a method for each grant. Another feature adds a grant with a mapping of its own
/// (`params = "grant_type=…"`).
@GoTrueApi
class TokenController {
    private final PasswordSignIns passwords;
    private final CodeSignIns codes;
    private final SessionRefresh refresh;
    private final PasswordPolicy policy;

    TokenController(PasswordSignIns passwords, CodeSignIns codes, SessionRefresh refresh, PasswordPolicy policy) {
        this.passwords = passwords;
        this.codes = codes;
        this.refresh = refresh;
        this.policy = policy;
    }

    @JsonIgnoreProperties(ignoreUnknown = true)
    record PasswordGrant(
            @Nullable String email,
            @Nullable String phone,
            @Nullable String password) {}

    @JsonIgnoreProperties(ignoreUnknown = true)
    record RefreshGrant(@Nullable String refreshToken) {}

    @JsonIgnoreProperties(ignoreUnknown = true)
    record PkceGrant(@Nullable String authCode, @Nullable String codeVerifier) {}

    @PostMapping(path = "/token", params = "grant_type=password")
    SessionView password(@RequestBody PasswordGrant body, HttpServletRequest request) {
        if (StringUtils.hasLength(body.email()) && StringUtils.hasLength(body.phone())) {
            throw GoTrueException.invalid("Only an email address or phone number should be provided on login.");
        }
        if (StringUtils.hasLength(body.phone())) {
            throw new GoTrueException(422, "phone_provider_disabled", "Phone logins are disabled");
        }
        var email = GoTrueException.present(body.email(), "missing email or phone");
        var password = body.password() == null ? "" : body.password();
        policy.requireHashable(password);
        var session = passwords.open(email, password, ClientInfo.of(request)).accepted();
        return session.with(policy.weakness(password));
    }

    @PostMapping(path = "/token", params = "grant_type=refresh_token")
    SessionView refresh(@RequestBody RefreshGrant body) {
        return refresh.refresh(body.refreshToken() == null ? "" : body.refreshToken())
                .accepted();
    }

    @PostMapping(path = "/token", params = "grant_type=pkce")
    SessionView pkce(@RequestBody PkceGrant body, HttpServletRequest request) {
        var code = body.authCode();
        var verifier = body.codeVerifier();
        if (code == null || code.isEmpty() || verifier == null || verifier.isEmpty()) {
            throw GoTrueException.invalid("invalid request: both auth code and code verifier should be non-empty");
        }
        return codes.open(code, verifier, ClientInfo.of(request)).accepted();
    }

    @PostMapping("/token")
    SessionView other(@RequestParam(name = "grant_type", required = false) @Nullable String grantType) {
        throw new GoTrueException(400, "invalid_credentials", "unsupported_grant_type");
    }
}
