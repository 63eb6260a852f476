package io.deskwire.gateway;

import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiFunction;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;
import reactor.netty.http.server.WebsocketServerSpec;
import reactor.netty.http.websocket.WebsocketInbound;
import reactor.netty.http.websocket.WebsocketOutbound;

/// A real HTTP server in place of a service: remembers what reached it, answers 200 with its name unless told
/// otherwise.
final class StandInService {
    private static final WebsocketServerSpec LARGE_FRAMES =
            WebsocketServerSpec.builder().maxFramePayloadLength(1_048_576).build();

    record Seen(String method, String uri, HttpHeaders headers, String body) {
        /// Null where the header was not sent.
        String header(String name) {
            return headers.get(name);
        }
    }

    interface Script extends BiFunction<Seen, HttpServerResponse, Publisher<Void>> {}

    final List<Seen> seen = new CopyOnWriteArrayList<>();
    final List<Seen> handshakes = new CopyOnWriteArrayList<>();

    /// What the event stream sends on, one event each.
    final Sinks.Many<String> events = Sinks.many().multicast().directBestEffort();

    private final String name;
    private final Map<String, Script> scripts = new ConcurrentHashMap<>();
    private final Map<String, Integer> unread = new ConcurrentHashMap<>();
    private volatile boolean ready = true;
    private final ChannelGroup connections = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);
    private volatile DisposableServer server;

    private StandInService(String name) {
        this.name = name;
    }

    static StandInService start(String name) {
        var service = new StandInService(name);
        service.listen(0);
        return service;
    }

    String url() {
        return "http://127.0.0.1:" + server.port();
    }

    /// Answers `path` so from now on.
    void script(String path, Script script) {
        scripts.put(path, script);
    }

    static Script json(int status, String body) {
        return (_, response) -> response.status(status)
                .header("Content-Type", status < 400 ? "application/json" : "application/problem+json")
                .sendString(Mono.just(body));
    }

    /// Answers `path` as soon as its head is there, without reading the body.
    void scriptUnread(String path, int status) {
        unread.put(path, status);
    }

    void ready(boolean now) {
        ready = now;
    }

    void reset() {
        scripts.clear();
        unread.clear();
        seen.clear();
        handshakes.clear();
        ready = true;
    }

    /// Ends all connections and refuses new ones until [#restart].
    void stop() {
        server.channel().close().syncUninterruptibly();
        connections.close().syncUninterruptibly();
        server.disposeNow(Duration.ofSeconds(5));
    }

    void restart() {
        listen(server.port());
    }

    private void listen(int port) {
        server = HttpServer.create()
                .host("127.0.0.1")
                .port(port)
                .channelGroup(connections)
                .httpRequestDecoder(
                        decoder -> decoder.maxInitialLineLength(32_768).maxHeaderSize(65_536))
                .route(routes -> routes.get(
                                "/actuator/health/readiness",
                                (_, response) ->
                                        response.status(ready ? 200 : 503).send())
                        .get("/api/v1/events/stream", this::stream)
                        .ws("/realtime/v1/websocket", this::talk, LARGE_FRAMES)
                        .route(_ -> true, this::answer))
                .bindNow();
    }

    private Publisher<Void> answer(HttpServerRequest request, HttpServerResponse response) {
        var early = unread.get("/" + request.path());
        if (early != null) {
            return response.status(early).header("Content-Length", "0").send();
        }
        return request.receive().aggregate().asString().defaultIfEmpty("").flatMapMany(body -> {
            var one = new Seen(
                    request.method().name(),
                    request.uri(),
                    request.requestHeaders().copy(),
                    body);
            seen.add(one);
            var script = scripts.get("/" + request.path());
            return script != null
                    ? script.apply(one, response)
                    : json(200, "{\"service\":\"" + name + "\"}").apply(one, response);
        });
    }

    private Publisher<Void> stream(HttpServerRequest request, HttpServerResponse response) {
        seen.add(new Seen("GET", request.uri(), request.requestHeaders().copy(), ""));
        response.sse();
        return response.sendString(
                Flux.concat(Mono.just("event: ready\ndata: {}\n\n"), events.asFlux()), StandardCharsets.UTF_8);
    }

    private Publisher<Void> talk(WebsocketInbound inbound, WebsocketOutbound outbound) {
        var uri = inbound instanceof HttpServerRequest request ? request.uri() : "";
        handshakes.add(new Seen("GET", uri, inbound.headers().copy(), ""));
        return outbound.sendString(inbound.receive().asString().map(text -> name + " heard " + text));
    }
}
