package io.deskwire.auth.admin;

import io.deskwire.auth.platform.GoTrueException;
import io.deskwire.auth.secretkey.SecretKeyExchange;
import io.deskwire.common.identity.BearerToken;
import io.deskwire.common.identity.Caller;
import io.deskwire.common.identity.InvalidTokenException;
import io.deskwire.common.identity.PublishableKey;
import io.deskwire.common.identity.revocation.Revocations;
import io.deskwire.common.identity.systemkey.BrowserSign;
import io.deskwire.common.identity.systemkey.SystemEntry;
import io.deskwire.common.identity.token.TokenVerifier;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Configuration;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/// Lets the secret key's bearer into the admin API, and nobody else; writes each use down before anything is read.
///
/// A wall around the paths, not a question each endpoint has to ask. A purpose may be named, but need not: what is done
/// here says for itself what it is for.
@Component
class AdminGate implements HandlerInterceptor {
    private static final String ADMIN = AdminGate.class.getName();

    private final TokenVerifier verifier;
    private final Revocations revocations;
    private final SystemEntry entry;

    AdminGate(TokenVerifier verifier, Revocations revocations, SystemEntry entry) {
        this.verifier = verifier;
        this.revocations = revocations;
        this.entry = entry;
    }

    @Configuration(proxyBeanMethods = false)
    static class Paths implements WebMvcConfigurer {
        private final AdminGate gate;

        Paths(AdminGate gate) {
            this.gate = gate;
        }

        @Override
        public void addInterceptors(InterceptorRegistry registry) {
            registry.addInterceptor(gate).addPathPatterns("/auth/v1/admin/**", "/auth/v1/invite");
        }
    }

    @Override
    public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler) {
        var caller = caller(request);
        if (caller.kind() != Caller.Kind.SYSTEM) {
            throw notAllowed();
        }
        if (BrowserSign.on(request.getHeader("User-Agent"), request.getHeader("Origin"))) {
            throw new GoTrueException(
                    401, "no_authorization", "The secret key is not accepted from a browser; replace it");
        }
        var purpose = caller.purpose() == null ? SecretKeyExchange.AUTH_ADMIN : caller.purpose();
        entry.record(caller, purpose, request);
        SecretKeyExchange.actor(caller.subject().value(), purpose).actsInThisRequest();
        request.setAttribute(ADMIN, caller);
        return true;
    }

    /// Who was let in.
    static Caller admitted(HttpServletRequest request) {
        return (Caller) Objects.requireNonNull(request.getAttribute(ADMIN), "nobody was let in");
    }

    private Caller caller(HttpServletRequest request) {
        var token = BearerToken.of(request);
        if (token == null) {
            throw anonymous(request.getHeader("apikey"));
        }
        try {
            var caller = verifier.authenticate(token);
            if (revocations.cover(caller)) {
                throw new GoTrueException(
                        403, "session_not_found", "Session from session_id claim in JWT does not exist");
            }
            return caller;
        } catch (InvalidTokenException invalid) {
            throw new GoTrueException(
                    403, "bad_jwt", "invalid JWT: unable to parse or verify signature, " + invalid.getMessage());
        }
    }

    /// The publishable key stands for GoTrue's `anon`, which is somebody, but not allowed here.
    private static GoTrueException anonymous(@Nullable String apiKey) {
        return PublishableKey.looksLike(apiKey)
                ? notAllowed()
                : new GoTrueException(401, "no_authorization", "This endpoint requires a valid Bearer token");
    }

    private static GoTrueException notAllowed() {
        return new GoTrueException(403, "not_admin", "User not allowed");
    }
}
