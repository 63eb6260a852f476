package io.deskwire.auth.session;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import io.deskwire.auth.platform.AuthProperties;
import io.deskwire.auth.platform.GoTrueApi;
import io.deskwire.auth.platform.GoTrueException;
import io.deskwire.auth.user.UserView;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;

/// GoTrue's `/signup`, `/token`, `/logout` and `/user`.
@GoTrueApi
class SessionController {
    private static final Pattern EMAIL = Pattern.compile("[^@\\s]{1,64}@[^@\\s.]+(?:\\.[^@\\s.]+)+");
    private static final int MAX_EMAIL = 255;
    private static final int MAX_PASSWORD = 256;

    private final SessionService sessions;
    private final BearerSession bearer;
    private final AuthProperties properties;

    SessionController(SessionService sessions, BearerSession bearer, AuthProperties properties) {
        this.sessions = sessions;
        this.bearer = bearer;
        this.properties = properties;
    }

    /// GoTrue's clients send more than is needed here, such as `gotrue_meta_security`.
    @JsonIgnoreProperties(ignoreUnknown = true)
    record Credentials(
            @Nullable String email,
            @Nullable String phone,
            @Nullable String password,
            @Nullable String refreshToken,
            @Nullable Map<String, Object> data) {}

    @PostMapping("/signup")
    SessionView signUp(@RequestBody Credentials body, HttpServletRequest request) {
        if (properties.signup() != AuthProperties.Signup.OPEN) {
            throw new GoTrueException(422, "signup_disabled", "Signups not allowed for this instance");
        }
        if (body.phone() != null && !body.phone().isEmpty()) {
            throw new GoTrueException(400, "phone_provider_disabled", "Phone signups are disabled");
        }
        if (body.email() == null && body.password() == null) {
            throw new GoTrueException(422, "anonymous_provider_disabled", "Anonymous sign-ins are disabled");
        }
        if (!properties.mailerAutoconfirm()) {
            throw new GoTrueException(400, "email_provider_disabled", "Email signups are disabled");
        }
        var email = email(body.email());
        var password = newPassword(body.password());
        var metadata = body.data() == null ? Map.<String, Object>of() : body.data();
        return accepted(sessions.signUp(email, password, metadata, ClientInfo.of(request)));
    }

    @PostMapping("/token")
    SessionView token(
            @RequestParam("grant_type") String grantType, @RequestBody Credentials body, HttpServletRequest request) {
        return switch (grantType) {
            case "password" -> {
                if (body.email() == null || body.password() == null) {
                    throw new GoTrueException(400, "validation_failed", "Email and password are required");
                }
                yield accepted(sessions.signIn(body.email(), limited(body.password()), ClientInfo.of(request)));
            }
            case "refresh_token" -> accepted(sessions.refresh(body.refreshToken() == null ? "" : body.refreshToken()));
            default -> throw new GoTrueException(400, "invalid_credentials", "unsupported_grant_type");
        };
    }

    @PostMapping("/logout")
    ResponseEntity<Void> signOut(
            @RequestParam(defaultValue = "global") String scope,
            @RequestHeader(name = "Authorization", required = false) @Nullable String authorization) {
        var who = bearer.authenticate(authorization);
        sessions.signOut(who.user().id(), who.session(), scope(scope));
        return ResponseEntity.noContent().build();
    }

    @GetMapping("/user")
    UserView user(@RequestHeader(name = "Authorization", required = false) @Nullable String authorization) {
        return UserView.of(bearer.authenticate(authorization).user());
    }

    private static SessionView accepted(SignIn outcome) {
        return switch (outcome) {
            case SignIn.Accepted accepted -> accepted.session();
            case SignIn.Rejected(var reason) ->
                throw new GoTrueException(reason.status(), reason.code(), reason.message());
        };
    }

    private static SessionService.Scope scope(String scope) {
        for (var known : SessionService.Scope.values()) {
            if (known.name().toLowerCase(Locale.ROOT).equals(scope)) {
                return known;
            }
        }
        throw new GoTrueException(400, "validation_failed", "Unsupported logout scope \"%s\"".formatted(scope));
    }

    private static String email(@Nullable String email) {
        if (email == null
                || email.length() > MAX_EMAIL
                || !EMAIL.matcher(email.strip()).matches()) {
            throw new GoTrueException(400, "validation_failed", "Unable to validate email address: invalid format");
        }
        return email;
    }

    private String newPassword(@Nullable String password) {
        if (password == null || password.isEmpty()) {
            throw new GoTrueException(400, "validation_failed", "Signup requires a valid password");
        }
        if (password.length() < properties.passwordMinLength()) {
            throw new GoTrueException(
                    422,
                    "weak_password",
                    "Password should be at least %d characters.".formatted(properties.passwordMinLength()));
        }
        return limited(password);
    }

    private static String limited(String password) {
        if (password.length() > MAX_PASSWORD) {
            throw new GoTrueException(
                    400, "validation_failed", "Password cannot be longer than %d characters".formatted(MAX_PASSWORD));
        }
        return password;
    }
}
