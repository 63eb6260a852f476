package io.deskwire.gateway.edge;

import io.netty.channel.EventLoop;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.http.server.reactive.ServerHttpRequestDecorator;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import reactor.netty.http.server.HttpServerRequest;

/// The event loop of a request's connection.
///
/// The gateway's own answers are written there, and not before the loop has taken in the request as far as it is there.
/// An answer that is complete earlier, because another thread was fast or because the request was handled within the
/// very call that announced it, makes Reactor Netty (1.3.6) drop the request's end, and with it the order to read on:
/// the connection stays open and is never read again.
public final class RequestEventLoop {
    /// One for each thread of the server, which are few and never end.
    private static final Map<EventLoop, Scheduler> schedulers = new ConcurrentHashMap<>();

    private RequestEventLoop() {}

    /// Begins `work` in the request's loop, after what the loop is doing now.
    public static <T> Mono<T> begin(ServerWebExchange exchange, Supplier<Mono<T>> work) {
        return Mono.defer(work).subscribeOn(of(exchange));
    }

    /// Goes on in the request's loop, wherever `result` comes from; what is there already stays where it is.
    public static <T> Mono<T> bring(ServerWebExchange exchange, Mono<T> result) {
        return result instanceof Callable ? result : result.publishOn(of(exchange));
    }

    /// False for a request that the server could not read: it has answered it already, and its connection is no more.
    static boolean has(ServerWebExchange exchange) {
        var registered = new AtomicBoolean();
        ServerHttpRequestDecorator.<HttpServerRequest>getNativeRequest(exchange.getRequest())
                .withConnection(
                        connection -> registered.set(connection.channel().isRegistered()));
        return registered.get();
    }

    private static Scheduler of(ServerWebExchange exchange) {
        var loop = new AtomicReference<@Nullable EventLoop>();
        ServerHttpRequestDecorator.<HttpServerRequest>getNativeRequest(exchange.getRequest())
                .withConnection(connection -> loop.set(connection.channel().eventLoop()));
        return schedulers.computeIfAbsent(Objects.requireNonNull(loop.get()), Schedulers::fromExecutor);
    }
}
