package io.deskwire.gateway.route;

import static org.springframework.cloud.gateway.support.ServerWebExchangeUtils.CLIENT_RESPONSE_HEADER_NAMES;

import java.util.Set;
import org.reactivestreams.Publisher;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.server.reactive.ServerHttpResponseDecorator;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/// Waits for the whole of a small answer and hands it to the network in one packet, head and body. One that breaks off
/// is no answer yet, and can be refused.
///
/// An answer whose length is not told may be a stream, and a large one is not kept in memory: those go on as they come.
final class WholeAnswer extends ServerHttpResponseDecorator {
    private static final long LARGEST = 64 * 1024;

    private final ServerWebExchange exchange;

    private WholeAnswer(ServerWebExchange exchange) {
        super(exchange.getResponse());
        this.exchange = exchange;
    }

    /// The answer to HEAD tells the length of a body that does not come.
    static ServerWebExchange to(ServerWebExchange exchange) {
        return HttpMethod.HEAD.equals(exchange.getRequest().getMethod())
                ? exchange
                : exchange.mutate().response(new WholeAnswer(exchange)).build();
    }

    @Override
    public Mono<Void> writeWith(Publisher<? extends DataBuffer> body) {
        var length = getHeaders().getContentLength();
        return length > 0 && length <= LARGEST
                ? super.writeWith(DataBufferUtils.join(body).doOnError(_ -> forget()))
                : super.writeWith(body);
    }

    /// What the service said of an answer that did not come. `Vary` is the gateway's as well.
    private void forget() {
        Set<String> said = exchange.getAttributeOrDefault(CLIENT_RESPONSE_HEADER_NAMES, Set.of());
        said.stream().filter(name -> !name.equalsIgnoreCase(HttpHeaders.VARY)).forEach(getHeaders()::remove);
    }
}
