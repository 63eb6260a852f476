package io.deskwire.auth.account;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import io.deskwire.auth.accountmail.MailReturn;
import io.deskwire.auth.accountmail.MailReturns;
import io.deskwire.auth.platform.GoTrueApi;
import io.deskwire.auth.platform.GoTrueException;
import io.deskwire.auth.session.BearerSession;
import io.deskwire.auth.user.EmailAddress;
import io.deskwire.auth.user.UserData;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.util.StringUtils;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;

/// GoTrue's `/recover`, `/otp`, `/magiclink`, `/resend` and `/reauthenticate`: each answers `{}` and sends a mail.
@GoTrueApi
class MailedController {
    private static final Map<String, Object> DONE = Map.of();

    private final MailedSignIns mailed;
    private final BearerSession bearer;
    private final MailReturns returns;

    MailedController(MailedSignIns mailed, BearerSession bearer, MailReturns returns) {
        this.mailed = mailed;
        this.bearer = bearer;
        this.returns = returns;
    }

    @JsonIgnoreProperties(ignoreUnknown = true)
    record MailRequest(
            @Nullable String email,
            @Nullable String phone,
            @Nullable String type,
            @Nullable Boolean createUser,
            @Nullable Map<String, @Nullable Object> data,
            @Nullable String codeChallenge,
            @Nullable String codeChallengeMethod) {}

    @PostMapping("/recover")
    Map<String, Object> recover(@RequestBody MailRequest body, HttpServletRequest request) {
        if (!StringUtils.hasLength(body.email())) {
            throw GoTrueException.invalid("Password recovery requires an email");
        }
        mailed.recover(EmailAddress.checked(body.email()), back(body, request));
        return DONE;
    }

    @PostMapping("/otp")
    Map<String, Object> otp(@RequestBody MailRequest body, HttpServletRequest request) {
        if (StringUtils.hasLength(body.email()) && StringUtils.hasLength(body.phone())) {
            throw GoTrueException.invalid("Only an email address or phone number should be provided");
        }
        if (StringUtils.hasLength(body.phone())) {
            throw new GoTrueException(400, "phone_provider_disabled", "Unsupported phone provider");
        }
        if (!StringUtils.hasLength(body.email())) {
            throw GoTrueException.invalid("One of email or phone must be set");
        }
        return signInLink(body, !Boolean.FALSE.equals(body.createUser()), request);
    }

    @PostMapping("/magiclink")
    Map<String, Object> magicLink(@RequestBody MailRequest body, HttpServletRequest request) {
        if (!StringUtils.hasLength(body.email())) {
            throw GoTrueException.invalid("Password recovery requires an email");
        }
        return signInLink(body, true, request);
    }

    private Map<String, Object> signInLink(MailRequest body, boolean createUser, HttpServletRequest request) {
        var email = EmailAddress.checked(body.email());
        mailed.signInLink(email, createUser, UserData.checked(body.data()), back(body, request));
        return DONE;
    }

    @PostMapping("/resend")
    Map<String, Object> resend(@RequestBody MailRequest body, HttpServletRequest request) {
        var type = body.type() == null ? "" : body.type();
        switch (type) {
            case "signup", "email_change" -> {
                if (!StringUtils.hasLength(body.email()) || StringUtils.hasLength(body.phone())) {
                    throw GoTrueException.invalid("Type provided requires an email address");
                }
            }
            case "sms", "phone_change" -> {
                if (!StringUtils.hasLength(body.phone()) || StringUtils.hasLength(body.email())) {
                    throw GoTrueException.invalid("Type provided requires a phone number");
                }
                throw new GoTrueException(400, "phone_provider_disabled", "Phone logins are disabled");
            }
            default ->
                throw GoTrueException.invalid("Missing one of these types: signup, email_change, sms, phone_change");
        }
        var email = EmailAddress.checked(body.email());
        if (type.equals("signup")) {
            mailed.confirmationAgain(email, back(body, request));
        } else {
            mailed.emailChangeAgain(email, back(body, request));
        }
        return DONE;
    }

    @GetMapping("/reauthenticate")
    Map<String, Object> reauthenticate(HttpServletRequest request) {
        mailed.reauthentication(bearer.authenticate(request).user(), returns.of(request, null, null));
        return DONE;
    }

    private MailReturn back(MailRequest body, HttpServletRequest request) {
        return returns.of(request, body.codeChallenge(), body.codeChallengeMethod());
    }
}
