package io.deskwire.common.identity.systemkey;

import io.deskwire.common.identity.Caller;
import io.deskwire.common.observe.ClientAddress;
import io.deskwire.common.observe.Legible;
import io.deskwire.common.observe.RequestTrace;
import io.deskwire.common.problem.Problem.Forbidden;
import io.deskwire.common.problem.Problem.Unauthenticated;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Lets the bearer of the secret key in: not from a browser, with a purpose, and written down before anything happens.
public final class SystemEntry {
    /// What a browser is told that sends the secret key, or a token that it was swapped for.
    public static final String NOT_FROM_BROWSERS = "the secret key is not accepted from a browser; replace it";

    private static final int MAX_TEXT = 300;

    private final String service;
    private final SystemUses uses;

    public SystemEntry(String service, SystemUses uses) {
        this.service = service;
        this.uses = uses;
    }

    /// Raises [Unauthenticated] from a browser and [Forbidden] without a purpose.
    ///
    /// @param caller of kind [Caller.Kind#SYSTEM]
    public void admit(Caller caller, HttpServletRequest request) {
        refuseBrowsers(request);
        if (caller.purpose() == null) {
            throw new Forbidden(
                    "purpose-required",
                    "the secret key needs a purpose: send %s: %s"
                            .formatted(SystemToken.PURPOSE_HEADER, SystemToken.PURPOSE_FORM));
        }
        record(caller, caller.purpose(), request);
    }

    public static void refuseBrowsers(HttpServletRequest request) {
        if (BrowserSign.on(request.getHeader("User-Agent"), request.getHeader("Origin"))) {
            throw new Unauthenticated(NOT_FROM_BROWSERS);
        }
    }

    /// Writes the use down.
    public void record(Caller caller, String purpose, HttpServletRequest request) {
        uses.record(new SystemUse(
                caller.subject().value(),
                purpose,
                caller.tenant() == null ? null : caller.tenant().value(),
                service,
                request.getMethod(),
                Objects.requireNonNull(legible(request.getRequestURI())),
                ClientAddress.of(request),
                legible(request.getHeader("User-Agent")),
                RequestTrace.requestId()));
    }

    private static @Nullable String legible(@Nullable String text) {
        return text == null ? null : Legible.of(text, MAX_TEXT);
    }
}
