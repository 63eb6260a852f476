package io.deskwire.notification.webhook.delivery;

import io.deskwire.notification.webhook.delivery.Outcome.Answered;
import io.deskwire.notification.webhook.delivery.Outcome.Unanswered;
import io.deskwire.notification.webhook.delivery.QueueRepository.Claim;
import io.deskwire.notification.webhook.endpoint.WebhookProperties;
import jakarta.annotation.PreDestroy;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.io.entity.StringEntity;
import org.apache.hc.core5.pool.PoolConcurrencyPolicy;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// Makes one call to one endpoint: signed, without redirects, retries, cookies or decompression, and over after the
/// timeout whatever the receiver does. Blocks; call it on a virtual thread and outside any transaction.
///
/// Apache's client, because its connections go exactly where the resolver says ([AddressGuard]) while Host and SNI
/// keep the name; the JDK's client cannot do that.
@Component
class Sender {
    private static final int BODY_KEPT = 4 * 1024;

    private final CloseableHttpClient http;
    private final ScheduledExecutorService deadlines;
    private final Duration timeout;
    private final int capacity;
    private final Clock clock;

    Sender(WebhookProperties webhooks, DeliveryProperties properties, Clock clock) {
        this.capacity = properties.totalInFlight();
        this.timeout = properties.timeout();
        this.clock = clock;
        this.deadlines = Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().daemon().name("webhook-deadlines").factory());
        var patience = Timeout.of(timeout);
        // All endpoints of a host share a route: its share of the pool must not let one of them starve the others.
        var connections = PoolingHttpClientConnectionManagerBuilder.create()
                .setDnsResolver(webhooks.guard())
                .setPoolConcurrencyPolicy(PoolConcurrencyPolicy.LAX)
                .setMaxConnPerRoute(capacity)
                .setMaxConnTotal(capacity)
                .setDefaultConnectionConfig(ConnectionConfig.custom()
                        .setConnectTimeout(patience)
                        .setSocketTimeout(patience)
                        .setTimeToLive(TimeValue.ofSeconds(30))
                        .setValidateAfterInactivity(TimeValue.ofMilliseconds(200))
                        .build())
                .build();
        this.http = HttpClients.custom()
                .setConnectionManager(connections)
                .setDefaultRequestConfig(RequestConfig.custom()
                        .setConnectionRequestTimeout(patience)
                        .setResponseTimeout(patience)
                        .build())
                .setUserAgent("Deskwire-Webhooks/1")
                .disableRedirectHandling()
                .disableAutomaticRetries()
                .disableAuthCaching()
                .disableCookieManagement()
                .disableContentCompression()
                .disableConnectionState()
                .evictIdleConnections(TimeValue.ofSeconds(20))
                .build();
    }

    /// A call is over after it.
    Duration timeout() {
        return timeout;
    }

    /// Calls at once, at most.
    int capacity() {
        return capacity;
    }

    Outcome send(Claim claim) {
        var started = System.nanoTime();
        try {
            var request = request(claim);
            var deadline = deadlines.schedule(request::cancel, timeout.toMillis(), TimeUnit.MILLISECONDS);
            try {
                return http.execute(request, response -> answered(response, started));
            } finally {
                deadline.cancel(false);
            }
        } catch (IOException | IllegalArgumentException failure) {
            var took = took(started);
            var reason = took.compareTo(timeout) >= 0
                    ? "no answer within " + timeout.toSeconds() + " s"
                    : failure.getClass().getSimpleName() + ": " + failure.getMessage();
            return new Unanswered(reason, took);
        }
    }

    @PreDestroy
    void close() throws IOException {
        deadlines.shutdownNow();
        http.close();
    }

    private HttpPost request(Claim claim) {
        var timestamp = clock.instant().getEpochSecond();
        var request = new HttpPost(URI.create(claim.target().url()));
        request.setHeader("webhook-id", claim.message().id().toString());
        request.setHeader("webhook-timestamp", Long.toString(timestamp));
        request.setHeader(
                "webhook-signature",
                claim.target().secrets().stream()
                        .map(secret -> secret.sign(
                                claim.message().id(), timestamp, claim.message().body()))
                        .collect(Collectors.joining(" ")));
        if (claim.message().traceparent() instanceof String traceparent) {
            request.setHeader("traceparent", traceparent);
        }
        request.setEntity(new StringEntity(claim.message().body(), ContentType.APPLICATION_JSON));
        return request;
    }

    private Outcome answered(ClassicHttpResponse response, long started) throws IOException {
        var header = response.getFirstHeader("Retry-After");
        return new Answered(
                response.getCode(),
                header == null ? null : retryAfter(header.getValue(), clock.instant()),
                body(response),
                took(started));
    }

    /// Its first bytes; what goes beyond is not read, and the connection not used again.
    private static String body(ClassicHttpResponse response) throws IOException {
        var entity = response.getEntity();
        if (entity == null) {
            return "";
        }
        var stream = entity.getContent();
        var bytes = stream.readNBytes(BODY_KEPT);
        if (bytes.length == BODY_KEPT) {
            response.close();
        }
        return new String(bytes, StandardCharsets.UTF_8).replace("\0", "\uFFFD");
    }

    /// Seconds or an HTTP date (RFC 9110, 10.2.3); null where it is neither.
    static @Nullable Duration retryAfter(String value, Instant now) {
        try {
            return Duration.ofSeconds(Math.clamp(Long.parseLong(value.strip()), 0, Integer.MAX_VALUE));
        } catch (NumberFormatException _) {
            // a date, then
        }
        try {
            var wait = Duration.between(
                    now,
                    ZonedDateTime.parse(value.strip(), DateTimeFormatter.RFC_1123_DATE_TIME)
                            .toInstant());
            return wait.isNegative() ? Duration.ZERO : wait;
        } catch (DateTimeException _) {
            return null;
        }
    }

    private static Duration took(long started) {
        return Duration.ofNanos(System.nanoTime() - started);
    }
}
