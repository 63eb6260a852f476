package io.deskwire.auth.signin;

import io.deskwire.auth.platform.GoTrueApi;
import io.deskwire.auth.platform.GoTrueException;
import io.deskwire.auth.session.BearerSession;
import io.deskwire.auth.session.SessionService;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Locale;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/// GoTrue's `/logout`.
@GoTrueApi
class SessionController {
    private final SessionService sessions;
    private final BearerSession bearer;

    SessionController(SessionService sessions, BearerSession bearer) {
        this.sessions = sessions;
        this.bearer = bearer;
    }

    @PostMapping("/logout")
    ResponseEntity<Void> signOut(@RequestParam(defaultValue = "global") String scope, HttpServletRequest request) {
        var who = bearer.authenticate(request);
        sessions.signOut(who.user().id(), who.session(), scope(scope));
        return ResponseEntity.noContent().build();
    }

    private static SessionService.Scope scope(String scope) {
        for (var known : SessionService.Scope.values()) {
            if (known.name().toLowerCase(Locale.ROOT).equals(scope)) {
                return known;
            }
        }
        throw GoTrueException.invalid("Unsupported logout scope \"%s\"".formatted(scope));
    }
}
