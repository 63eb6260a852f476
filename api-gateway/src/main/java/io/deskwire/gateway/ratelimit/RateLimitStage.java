package io.deskwire.gateway.ratelimit;

import io.deskwire.common.problem.Problem.TooMany;
import io.deskwire.common.ratelimit.BucketKey;
import io.deskwire.common.ratelimit.Reading;
import io.deskwire.gateway.credential.Admission;
import io.deskwire.gateway.edge.Arrival;
import io.deskwire.gateway.edge.Stage;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;

/// Counts every request, tells the caller what is left, and refuses what is too much.
///
/// Headers as in draft-ietf-httpapi-ratelimit-headers: `RateLimit-Policy: "credential";q=600;w=60` and
/// `RateLimit: "credential";r=599;t=1`, where `t` seconds make the quota full again.
public final class RateLimitStage implements Stage {
    private final RateLimits limits;

    RateLimitStage(RateLimits limits) {
        this.limits = limits;
    }

    @Override
    public Mono<Void> pass(ServerWebExchange exchange, WebFilterChain next) {
        var holders =
                limits.holders(Admission.of(exchange), Arrival.of(exchange).client());
        var readings = limits.count(holders);
        var headers = exchange.getResponse().getHeaders();
        headers.set(
                "RateLimit-Policy",
                Reading.policies(holders.stream().map(BucketKey::quota).toList()));
        headers.set("RateLimit", Reading.states(readings));
        var last = readings.getLast();
        return last.counted()
                ? next.filter(exchange)
                : Mono.error(new TooMany(last.quota().policy(), last.secondsToWait()));
    }
}
