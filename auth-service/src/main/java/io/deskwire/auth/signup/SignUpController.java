package io.deskwire.auth.signup;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import io.deskwire.auth.accountmail.MailReturns;
import io.deskwire.auth.member.ClientInfo;
import io.deskwire.auth.password.PasswordPolicy;
import io.deskwire.auth.platform.GoTrueApi;
import io.deskwire.auth.platform.GoTrueException;
import io.deskwire.auth.user.EmailAddress;
import io.deskwire.auth.user.UserData;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.util.StringUtils;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;

/// GoTrue's `/signup`: with an address, or anonymously without one. Answers a session, or the user that has yet to
/// confirm.
@GoTrueApi
class SignUpController {
    private final SignUps signUps;
    private final MailedSignUps mailed;
    private final SignUpGate gate;
    private final PasswordPolicy policy;
    private final SignUpProperties properties;
    private final MailReturns returns;

    SignUpController(
            SignUps signUps,
            MailedSignUps mailed,
            SignUpGate gate,
            PasswordPolicy policy,
            SignUpProperties properties,
            MailReturns returns) {
        this.signUps = signUps;
        this.mailed = mailed;
        this.gate = gate;
        this.policy = policy;
        this.properties = properties;
        this.returns = returns;
    }

    /// GoTrue's clients send more than is needed here, such as `gotrue_meta_security`.
    @JsonIgnoreProperties(ignoreUnknown = true)
    record SignUpRequest(
            @Nullable String email,
            @Nullable String phone,
            @Nullable String password,
            @Nullable Map<String, @Nullable Object> data,
            @Nullable String codeChallenge,
            @Nullable String codeChallengeMethod) {}

    @PostMapping("/signup")
    Object signUp(@RequestBody SignUpRequest body, HttpServletRequest request) {
        var metadata = UserData.checked(body.data());
        if (StringUtils.hasLength(body.phone())) {
            throw StringUtils.hasLength(body.email())
                    ? GoTrueException.invalid("Only an email address or phone number should be provided on signup.")
                    : new GoTrueException(400, "phone_provider_disabled", "Phone signups are disabled");
        }
        if (!StringUtils.hasLength(body.email())) {
            gate.admitAnonymous(request);
            return signUps.anonymous(metadata, ClientInfo.of(request));
        }
        return withAddress(body, metadata, request);
    }

    private Object withAddress(SignUpRequest body, Map<String, Object> metadata, HttpServletRequest request) {
        var password = body.password();
        if (password == null || password.isEmpty()) {
            throw GoTrueException.invalid("Signup requires a valid password");
        }
        policy.require(password);
        var email = EmailAddress.checked(body.email());
        var back = returns.of(request, body.codeChallenge(), body.codeChallengeMethod());
        gate.admit(email);
        return properties.mailerAutoconfirm()
                ? signUps.withAddress(email, password, metadata, ClientInfo.of(request))
                : mailed.begin(email, password, metadata, back);
    }
}
