package io.deskwire.gateway.credential;

import com.github.benmanes.caffeine.cache.AsyncCache;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import io.deskwire.common.digest.Sha256;
import io.deskwire.common.identity.systemkey.SystemToken;
import io.deskwire.common.problem.Problem;
import io.deskwire.common.problem.Problem.Forbidden;
import io.deskwire.common.problem.Problem.Malformed;
import io.deskwire.common.problem.Problem.NotFound;
import io.deskwire.common.problem.Problem.TooMany;
import io.deskwire.common.problem.Problem.Unauthenticated;
import io.deskwire.gateway.credential.Admission.Known;
import io.deskwire.gateway.credential.Admission.Refused;
import io.deskwire.gateway.edge.Arrival;
import io.deskwire.gateway.service.Service;
import io.deskwire.gateway.service.ServiceCalls;
import io.deskwire.gateway.service.ServiceUnavailableException;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpHeaders;
import reactor.core.publisher.Mono;
import reactor.netty.ByteBufMono;
import reactor.netty.http.client.HttpClientResponse;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Swaps API keys and the secret key for short JWTs at the auth-service, and remembers them for a moment.
///
/// Remembered by digest, by client address, because a key may be bound to networks, and by what the secret key's
/// holder chose, because the token says it. Requests that come while a swap is under way share it. A revocation drops
/// the JWT at once; a refusal is remembered for two seconds, a failure or a tenant that is not there (yet) never.
///
/// What is given back revokes nothing: a resumed tenant, a wider scope. So a JWT in use is swapped anew every five
/// seconds, behind a request that goes on with the old one; where the auth-service does not answer, it lasts its
/// minute.
final class KeyExchange {
    private static final Logger log = LoggerFactory.getLogger(KeyExchange.class);
    private static final Duration LONGEST = Duration.ofSeconds(60);
    private static final Duration REFUSAL = Duration.ofSeconds(2);
    private static final Duration FRESH = Duration.ofSeconds(5);
    /// A JWT goes on only while the service it reaches has this long to serve it.
    private static final Duration MARGIN = Duration.ofSeconds(30);
    private static final int CAPACITY = 20_000;

    private record Holder(String digest, String ip, Chosen chosen) {}

    private final AsyncCache<Holder, Admission> swapped;
    /// Whose swap is no older than that, or under way.
    private final Cache<Holder, Boolean> fresh =
            Caffeine.newBuilder().maximumSize(CAPACITY).expireAfterWrite(FRESH).build();
    private final ServiceCalls calls;
    private final SessionCheck sessions;
    private final GuessLimit guesses;
    private final JsonMapper json;
    private final Clock clock;

    KeyExchange(ServiceCalls calls, SessionCheck sessions, GuessLimit guesses, JsonMapper json, Clock clock) {
        this.calls = calls;
        this.sessions = sessions;
        this.guesses = guesses;
        this.json = json;
        this.clock = clock;
        this.swapped = Caffeine.newBuilder()
                .maximumSize(CAPACITY)
                .expireAfter(Expiry.writing((Holder _, Admission outcome) -> lifetime(outcome)))
                .buildAsync();
    }

    /// The outcome of an earlier swap that still counts; null where the auth-service has to be asked.
    @Nullable
    Admission remembered(String key, Chosen chosen, Arrival arrival) {
        var holder = holder(key, chosen, arrival);
        var earlier = swapped.getIfPresent(holder);
        if (earlier == null || !earlier.isDone() || earlier.isCompletedExceptionally()) {
            return null;
        }
        var outcome = earlier.join();
        if (!revoked(outcome)) {
            if (outcome instanceof Known && fresh.asMap().putIfAbsent(holder, true) == null) {
                renew(holder, key, chosen, arrival);
            }
            return outcome;
        }
        swapped.asMap().remove(holder, earlier);
        return null;
    }

    /// [Known] or [Refused]; fails where the auth-service cannot be asked.
    Mono<Admission> swap(String key, Chosen chosen, Arrival arrival) {
        var shared = swapped.get(holder(key, chosen, arrival), (holder, _) -> {
            fresh.put(holder, true);
            return ask(key, chosen, arrival).toFuture();
        });
        // Who gives up must not end the swap for the others.
        return Mono.fromFuture(shared, true).map(this::unlessRevoked);
    }

    private void renew(Holder holder, String key, Chosen chosen, Arrival arrival) {
        ask(key, chosen, arrival)
                .subscribe(
                        outcome -> swapped.put(holder, CompletableFuture.completedFuture(outcome)),
                        failure -> log.debug("A key's token was not renewed: {}", failure.toString()));
    }

    private Mono<Admission> ask(String key, Chosen chosen, Arrival arrival) {
        return calls.to(Service.AUTH)
                .headers(headers -> headers.set(HttpHeaders.AUTHORIZATION, "Bearer " + key)
                        .set(HttpHeaders.CONTENT_TYPE, "application/json")
                        .set("X-Request-Id", arrival.trace().id())
                        .set("traceparent", arrival.trace().traceparent())
                        .set("X-Forwarded-For", arrival.client().ip()))
                .post()
                .uri("/token")
                .send(ByteBufMono.fromString(Mono.just(wish(chosen))))
                .responseSingle((answer, body) ->
                        body.asByteArray().defaultIfEmpty(new byte[0]).flatMap(bytes -> outcome(answer, chosen, bytes)))
                .doOnNext(outcome -> {
                    if (outcome instanceof Refused refused && refused.reason() instanceof Unauthenticated) {
                        guesses.wrong(arrival.client());
                    }
                })
                .onErrorMap(
                        failure -> !(failure instanceof Problem),
                        failure -> new ServiceUnavailableException(Service.AUTH, failure));
    }

    private String wish(Chosen chosen) {
        var wish = json.createObjectNode().put("expires_in", 900);
        if (chosen.purpose() != null) {
            wish.put("purpose", chosen.purpose());
        }
        if (chosen.tenant() != null) {
            wish.put("tenant", chosen.tenant());
        }
        return json.writeValueAsString(wish);
    }

    private Mono<Admission> outcome(HttpClientResponse answer, Chosen chosen, byte[] body) {
        return switch (answer.status().code()) {
            case 200 -> admitted(parsed(body).path("access_token").asString());
            case 400, 401, 403, 404 -> Mono.just(new Refused(refusal(answer, chosen, body)));
            case 429 -> Mono.error(new TooMany("token", retryAfter(answer)));
            default -> Mono.error(new IllegalStateException("POST /token gave " + answer.status()));
        };
    }

    /// A choice that does not hold is told apart from a key that does not.
    private Problem refusal(HttpClientResponse answer, Chosen chosen, byte[] body) {
        var status = answer.status().code();
        if (status == 404 && chosen.tenant() != null) {
            return new NotFound("tenant", chosen.tenant());
        }
        if (status == 400 && chosen.purpose() != null) {
            return Malformed.field(SystemToken.PURPOSE_HEADER, SystemToken.PURPOSE_FORM);
        }
        var detail = parsed(body).path("detail").asString("the key is not valid");
        if (status == 403) { // the key holds, and its bearer is refused all the same: by the access token hook
            var type = parsed(body).path("type").asString("");
            return new Forbidden(type.substring(type.lastIndexOf('/') + 1), detail);
        }
        return new Unauthenticated(detail);
    }

    /// A JWT of the auth-service that does not verify is a fault of the deployment, not of the caller.
    private Mono<Admission> admitted(String token) {
        return sessions.verify(token)
                .<Admission>map(caller -> new Known(caller, token))
                .onErrorMap(
                        Unauthenticated.class,
                        refusal -> new IllegalStateException("the swapped token: " + refusal.getMessage()));
    }

    private JsonNode parsed(byte[] body) {
        try {
            return json.readTree(body);
        } catch (JacksonException _) {
            return json.missingNode();
        }
    }

    private boolean revoked(Admission outcome) {
        return outcome instanceof Known known && sessions.revoked(known.caller());
    }

    private Admission unlessRevoked(Admission outcome) {
        return revoked(outcome) ? new Refused(new Unauthenticated("the key was revoked")) : outcome;
    }

    private Duration lifetime(Admission outcome) {
        if (!(outcome instanceof Known known)) {
            return outcome instanceof Refused(NotFound _) ? Duration.ZERO : REFUSAL;
        }
        var usable =
                Duration.between(clock.instant(), known.caller().expiresAt()).minus(MARGIN);
        return usable.isNegative() ? Duration.ZERO : usable.compareTo(LONGEST) < 0 ? usable : LONGEST;
    }

    private static long retryAfter(HttpClientResponse answer) {
        var seconds = answer.responseHeaders().get(HttpHeaders.RETRY_AFTER, "1");
        return seconds.matches("[0-9]{1,5}") ? Long.parseLong(seconds) : 1;
    }

    private static Holder holder(String key, Chosen chosen, Arrival arrival) {
        return new Holder(Sha256.hex(key), arrival.client().ip(), chosen);
    }
}
