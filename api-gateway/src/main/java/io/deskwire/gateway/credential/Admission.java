package io.deskwire.gateway.credential;

import io.deskwire.common.identity.Caller;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.web.server.ServerWebExchange;

/// Who sends a request, as far as the gateway can tell. Limits count by it; only then a refusal is answered.
public sealed interface Admission {
    /// @param token the access token that goes on: the caller's own, or the one its key was swapped for
    record Known(Caller caller, String token) implements Admission {}

    /// An extension agent by its own word; only the automation-service can verify the token.
    record Agent(String token) implements Admission {}

    /// Nobody known; the address needs no caller, or leaves it to the service.
    ///
    /// @param authorization the header that goes on; null for none
    record Anonymous(@Nullable String authorization) implements Admission {}

    record Refused(RuntimeException reason) implements Admission {}

    /// The `Authorization` header that the service gets; null for none.
    default @Nullable String authorization() {
        return switch (this) {
            case Known known -> "Bearer " + known.token();
            case Agent agent -> "Bearer " + agent.token();
            case Anonymous anonymous -> anonymous.authorization();
            case Refused _ -> null;
        };
    }

    /// Of any request of the public port that passed [IdentificationStage].
    static Admission of(ServerWebExchange exchange) {
        return Objects.requireNonNull(exchange.getAttribute(Admission.class.getName()), "nobody was identified");
    }
}
