package io.deskwire.gateway.route;

import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.springframework.http.server.reactive.ServerHttpRequestDecorator;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import reactor.netty.http.server.HttpServerRequest;

/// The event loop of a request's connection, where the gateway's own answers have to be written.
///
/// An answer written by another thread can be complete before the loop has read the request's end. Reactor Netty
/// (1.3.6)
/// then drops that end and with it the order to read on: the connection stays open and is never read again.
public final class HomeLoop {
    private HomeLoop() {}

    /// Goes on in the request's loop, wherever `result` comes from; what is there already stays where it is.
    public static <T> Mono<T> bring(ServerWebExchange exchange, Mono<T> result) {
        return result instanceof Callable ? result : result.publishOn(of(exchange));
    }

    /// Begins `work` in the request's loop.
    public static <T> Mono<T> begin(ServerWebExchange exchange, Supplier<Mono<T>> work) {
        return Mono.defer(work).subscribeOn(of(exchange));
    }

    private static Scheduler of(ServerWebExchange exchange) {
        var loop = new AtomicReference<Executor>(Runnable::run);
        ServerHttpRequestDecorator.<HttpServerRequest>getNativeRequest(exchange.getRequest())
                .withConnection(connection -> loop.set(connection.channel().eventLoop()));
        return Schedulers.fromExecutor(Objects.requireNonNull(loop.get()));
    }
}
