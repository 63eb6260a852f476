package io.deskwire.gateway.ratelimit;

import io.deskwire.common.identity.Caller;
import io.deskwire.common.problem.Problem.TooMany;
import io.deskwire.gateway.credential.Admission;
import io.deskwire.gateway.ratelimit.RateLimits.Holder;
import io.deskwire.gateway.ratelimit.RateLimits.Reading;
import io.deskwire.gateway.route.Arrival;
import io.deskwire.gateway.route.Client;
import io.deskwire.gateway.route.Stage;
import java.util.List;
import java.util.stream.Collectors;
import org.springframework.http.HttpHeaders;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;

/// Counts every request, tells the caller what is left, and refuses what is too much.
///
/// Headers as in draft-ietf-httpapi-ratelimit-headers: `RateLimit-Policy: "credential";q=600;w=60` and
/// `RateLimit: "credential";r=599;t=1`, where `t` seconds make the quota full again.
public final class RateLimitStage implements Stage {
    private final RateLimits limits;
    private final RateLimitProperties properties;

    RateLimitStage(RateLimits limits, RateLimitProperties properties) {
        this.limits = limits;
        this.properties = properties;
    }

    @Override
    public Mono<Void> pass(ServerWebExchange exchange, WebFilterChain next) {
        var holders = holders(Admission.of(exchange), Arrival.of(exchange).client());
        var readings = limits.count(holders);
        tell(exchange.getResponse().getHeaders(), holders, readings);
        var last = readings.getLast();
        return last.counted()
                ? next.filter(exchange)
                : Mono.error(new TooMany(last.policy().wire(), last.secondsToWait()));
    }

    private static List<Holder> holders(Admission admission, Client client) {
        return switch (admission) {
            case Admission.Known known -> holders(known.caller());
            case Admission.Agent(String token) ->
                List.of(new Holder(Policy.FLEET, client.network()), new Holder(Policy.CREDENTIAL, token));
            case Admission.Anonymous _ -> List.of(new Holder(Policy.ADDRESS, client.network()));
            case Admission.Refused _ -> List.of(new Holder(Policy.FAILURES, client.network()));
        };
    }

    private static List<Holder> holders(Caller caller) {
        var credential = new Holder(Policy.CREDENTIAL, credential(caller));
        return caller.tenant() == null
                ? List.of(credential)
                : List.of(credential, new Holder(Policy.TENANT, caller.tenant().toString()));
    }

    /// A service user's keys count each for itself; a person's sessions count together.
    private static String credential(Caller caller) {
        return caller.kind() == Caller.Kind.SERVICE_USER && caller.session() != null
                ? caller.session().toString()
                : caller.subject().toString();
    }

    private void tell(HttpHeaders headers, List<Holder> holders, List<Reading> readings) {
        var window = properties.window().toSeconds();
        headers.set(
                "RateLimit-Policy",
                holders.stream()
                        .map(Holder::policy)
                        .map(policy -> "\"%s\";q=%d;w=%d".formatted(policy.wire(), properties.of(policy), window))
                        .collect(Collectors.joining(", ")));
        headers.set(
                "RateLimit",
                readings.stream()
                        .map(reading -> "\"" + reading.policy().wire() + "\";r=" + reading.remaining() + ";t="
                                + reading.secondsToReset())
                        .collect(Collectors.joining(", ")));
    }
}
