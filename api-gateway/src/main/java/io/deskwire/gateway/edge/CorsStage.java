package io.deskwire.gateway.edge;

import java.time.Duration;
import java.util.List;
import org.springframework.http.HttpHeaders;
import org.springframework.web.cors.CorsConfiguration;
import org.springframework.web.cors.reactive.CorsWebFilter;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;

/// Lets pages of the configured origins read answers, and answers their preflights.
///
/// Another origin is not refused, it only gets no CORS header: its browser then keeps the answer from the page, while
/// extensions and servers that name an origin go on. The services add no CORS headers.
public final class CorsStage implements Stage {
    private static final List<String> METHODS = List.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS");

    /// What supabase-js and its relatives send, then ours.
    private static final List<String> ALLOWED = List.of(
            "Accept",
            "Authorization",
            "Content-Type",
            "X-Client-IP",
            "X-Client-Info",
            "X-JWT-AUD",
            "x-use-cookie",
            "X-Supabase-Api-Version",
            "apikey",
            "prefer",
            "range",
            "accept-profile",
            "content-profile",
            "x-upsert",
            "x-region",
            "cache-control",
            "x-retry-count",
            "Idempotency-Key",
            "If-Match",
            "If-None-Match",
            "Last-Event-ID",
            "X-Tenant",
            "X-Request-Id",
            "X-Pairing-Secret",
            "traceparent",
            "tracestate",
            "baggage");

    private static final List<String> EXPOSED = List.of(
            "X-Total-Count",
            "Link",
            "X-Supabase-Api-Version",
            "Content-Range",
            "x-sb-error-code",
            "ETag",
            "Location",
            "RateLimit",
            "RateLimit-Policy",
            "Retry-After",
            "X-Request-Id",
            "Idempotency-Replayed",
            "WWW-Authenticate",
            "Content-Disposition");

    private final CorsWebFilter filter;

    CorsStage(List<String> origins) {
        var listed = new CorsConfiguration();
        listed.setAllowedOriginPatterns(origins);
        listed.setAllowedMethods(METHODS);
        listed.setAllowedHeaders(ALLOWED);
        listed.setExposedHeaders(EXPOSED);
        listed.setAllowCredentials(true);
        listed.setMaxAge(Duration.ofHours(2));
        this.filter = new CorsWebFilter(exchange -> {
            var origin = exchange.getRequest().getHeaders().getOrigin();
            return origin == null || listed.checkOrigin(origin) != null ? listed : null;
        });
    }

    @Override
    public Mono<Void> pass(ServerWebExchange exchange, WebFilterChain next) {
        if (exchange.getRequest().getHeaders().getOrigin() == null) {
            exchange.getResponse().getHeaders().add(HttpHeaders.VARY, HttpHeaders.ORIGIN);
            return next.filter(exchange);
        }
        return filter.filter(exchange, next);
    }
}
