package io.deskwire.gateway.credential;

import io.deskwire.common.identity.ApiKeyFormat;
import io.deskwire.common.identity.Caller;
import io.deskwire.common.identity.systemkey.BrowserSign;
import io.deskwire.common.identity.systemkey.SystemEntry;
import io.deskwire.common.problem.Problem.TooMany;
import io.deskwire.common.problem.Problem.Unauthenticated;
import io.deskwire.gateway.address.Guard;
import io.deskwire.gateway.credential.Admission.Anonymous;
import io.deskwire.gateway.credential.Admission.Known;
import io.deskwire.gateway.credential.Admission.Refused;
import io.deskwire.gateway.edge.Arrival;
import io.deskwire.gateway.edge.RequestEventLoop;
import io.deskwire.gateway.edge.Stage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;

/// Finds out who sends a request, as the [Guard] of its address asks, and leaves an [Admission].
///
/// Refuses nobody itself: a refused request counts against a limit first. Fails only where a credential cannot be
/// checked, because the auth-service is away.
public final class IdentificationStage implements Stage {
    private static final String FORWARDED_FOR = "Sb-Forwarded-For";

    private final DeploymentKeys keys;
    private final LegacyKeys legacyKeys;
    private final SessionCheck sessions;
    private final KeyExchange keyExchange;
    private final GuessLimit guesses;

    IdentificationStage(
            DeploymentKeys keys,
            LegacyKeys legacyKeys,
            SessionCheck sessions,
            KeyExchange keyExchange,
            GuessLimit guesses) {
        this.keys = keys;
        this.legacyKeys = legacyKeys;
        this.sessions = sessions;
        this.keyExchange = keyExchange;
        this.guesses = guesses;
    }

    @Override
    public Mono<Void> pass(ServerWebExchange exchange, WebFilterChain next) {
        var identified = identify(exchange.getRequest(), Arrival.of(exchange));
        return RequestEventLoop.bring(exchange, identified).flatMap(admission -> {
            exchange.getAttributes().put(Admission.class.getName(), admission);
            forWhomItSpeaks(exchange);
            return next.filter(exchange);
        });
    }

    /// A trusted server that signs people in says from where they come, so that limits count them apart.
    private void forWhomItSpeaks(ServerWebExchange exchange) {
        var request = exchange.getRequest();
        var address = Arrival.of(exchange).address();
        var origins = request.getHeaders().getOrEmpty(FORWARDED_FOR);
        if (origins.size() != 1 || address == null || address.guard() != Guard.SIGN_IN) {
            return;
        }
        var key = Presented.in(request, legacyKeys).deploymentKey();
        if (key != null && keys.isSecret(key) && !fromBrowser(request.getHeaders())) {
            Arrival.comesFrom(exchange, origins.getFirst());
        }
    }

    private Mono<Admission> identify(ServerHttpRequest request, Arrival arrival) {
        var address = arrival.address();
        if (address == null) {
            return anonymous(null);
        }
        var sent = Presented.in(request, legacyKeys);
        if (sent.ambiguous()) {
            return refused(new Unauthenticated("the request carries more than one credential of a kind"));
        }
        var guard = address.guard();
        if (asksDeploymentKey(guard) && sent.secretInQuery()) {
            return refused(KeyRefusedException.secretInQuery());
        }
        if (carriesSecret(sent, guard) && fromBrowser(request.getHeaders())) {
            return refused(
                    asksDeploymentKey(guard)
                            ? KeyRefusedException.secretInBrowser()
                            : new Unauthenticated(SystemEntry.NOT_FROM_BROWSERS));
        }
        return switch (guard) {
            case OPEN -> anonymous(null);
            case KEY_EXCHANGE -> anonymous(sent.meaningfulAuthorization());
            case SIGN_IN_LINK -> signIn(sent, request, arrival);
            case SIGN_IN -> withDeploymentKey(sent, () -> signIn(sent, request, arrival));
            case REALTIME -> withDeploymentKey(sent, () -> realtime(sent, request, arrival));
            case CALLER -> caller(sent, request, arrival, false);
            case CALLER_OR_AGENT -> caller(sent, request, arrival, true);
        };
    }

    /// The secret key may also be swapped by its holder itself; the token is refused in a browser like the key.
    private static Admission unlessInBrowser(Admission admission, ServerHttpRequest request) {
        return admission instanceof Known known
                        && known.caller().kind() == Caller.Kind.SYSTEM
                        && fromBrowser(request.getHeaders())
                ? new Refused(new Unauthenticated(SystemEntry.NOT_FROM_BROWSERS))
                : admission;
    }

    private Mono<Admission> withDeploymentKey(Presented sent, Supplier<Mono<Admission>> admitted) {
        var key = sent.deploymentKey();
        if (key == null) {
            return refused(KeyRefusedException.missing());
        }
        var holds = keys.isPublishable(key) || keys.isSecret(key);
        return holds ? admitted.get() : refused(KeyRefusedException.unknown());
    }

    /// The caller's own token goes on as it is, whether it holds or not, because the auth-service refuses it in the
    /// shape its clients know. Whose it is counts for the limits: all users of a server share its address.
    /// Keys are swapped; one that does not hold goes on as well.
    private Mono<Admission> signIn(Presented sent, ServerHttpRequest request, Arrival arrival) {
        if (sent.bearer() == null || sent.bearerIsSecret()) {
            return systemOrNobody(sent, request, arrival);
        }
        if (sent.bearerIsApiKey()) {
            return apiKey(sent.bearer(), arrival)
                    .map(outcome -> outcome instanceof Known ? outcome : new Anonymous(sent.authorization()));
        }
        var unread = new Anonymous(sent.authorization());
        return sessions.admit(sent.bearer())
                .map(outcome -> isUsers(outcome) ? outcome : unread)
                .onErrorReturn(unread);
    }

    private static boolean isUsers(Admission outcome) {
        return outcome instanceof Known known && known.caller().kind() != Caller.Kind.SYSTEM;
    }

    private Mono<Admission> realtime(Presented sent, ServerHttpRequest request, Arrival arrival) {
        if (sent.bearer() == null || sent.bearerIsSecret()) {
            return systemOrNobody(sent, request, arrival);
        }
        return sent.bearerIsApiKey() ? apiKey(sent.bearer(), arrival) : session(sent.bearer(), request, false);
    }

    private Mono<Admission> systemOrNobody(Presented sent, ServerHttpRequest request, Arrival arrival) {
        var key = sent.bearerIsSecret() ? sent.bearer() : sent.deploymentKey();
        if (key == null || !key.startsWith(DeploymentKeys.SECRET_PREFIX)) {
            return anonymous(sent.meaningfulAuthorization());
        }
        return keys.isSecret(key) ? swapped(key, Chosen.in(request), arrival) : refused(KeyRefusedException.unknown());
    }

    private Mono<Admission> caller(Presented sent, ServerHttpRequest request, Arrival arrival, boolean agentsToo) {
        var credential = sent.bearer() != null ? sent.bearer() : sent.apiKey();
        if (credential != null && credential.startsWith(DeploymentKeys.SECRET_PREFIX)) {
            return keys.isSecret(credential)
                    ? swapped(credential, Chosen.in(request), arrival)
                    : refused(new Unauthenticated("the secret key is not valid"));
        }
        if (sent.bearer() == null) {
            return refused(new Unauthenticated("this needs a bearer token: an access token or an API key"));
        }
        return sent.bearerIsApiKey() ? apiKey(sent.bearer(), arrival) : session(sent.bearer(), request, agentsToo);
    }

    private Mono<Admission> apiKey(String key, Arrival arrival) {
        var remembered = keyExchange.remembered(key, Chosen.NOTHING, arrival);
        if (remembered != null) {
            return Mono.just(remembered);
        }
        return ApiKeyFormat.publicId(key).isPresent()
                ? asked(key, Chosen.NOTHING, arrival)
                : refused(new Unauthenticated("the API key is incomplete or mistyped"));
    }

    private Mono<Admission> swapped(String key, Chosen chosen, Arrival arrival) {
        var remembered = keyExchange.remembered(key, chosen, arrival);
        return remembered != null ? Mono.just(remembered) : asked(key, chosen, arrival);
    }

    private Mono<Admission> asked(String key, Chosen chosen, Arrival arrival) {
        var wait = guesses.secondsToWait(arrival.client());
        return wait > 0 ? refused(new TooMany("guesses", wait)) : keyExchange.swap(key, chosen, arrival);
    }

    private Mono<Admission> session(String token, ServerHttpRequest request, boolean agentsToo) {
        var admission = agentsToo ? sessions.admitAgentsToo(token) : sessions.admit(token);
        return admission.map(admitted -> unlessInBrowser(admitted, request));
    }

    private static boolean asksDeploymentKey(Guard guard) {
        return guard == Guard.SIGN_IN || guard == Guard.SIGN_IN_LINK || guard == Guard.REALTIME;
    }

    private static boolean carriesSecret(Presented sent, Guard guard) {
        var key = asksDeploymentKey(guard) ? sent.deploymentKey() : sent.apiKey();
        return sent.bearerIsSecret() || key != null && key.startsWith(DeploymentKeys.SECRET_PREFIX);
    }

    private static boolean fromBrowser(HttpHeaders headers) {
        return BrowserSign.on(headers.getFirst(HttpHeaders.USER_AGENT), headers.getOrigin());
    }

    private static Mono<Admission> anonymous(@Nullable String authorization) {
        return Mono.just(new Anonymous(authorization));
    }

    private static Mono<Admission> refused(RuntimeException reason) {
        return Mono.just(new Refused(reason));
    }
}
