package io.deskwire.gateway.message;

import io.deskwire.gateway.edge.Stage;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpRequestDecorator;
import org.springframework.util.unit.DataSize;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.SynchronousSink;

/// Refuses large bodies: a declared one at once, a chunked one when its bytes have passed the limit, so that
/// the service never sees its end. A declared length needs no counting, the server's decoder holds the client
/// to it.
public final class BodyLimitStage implements Stage {
    private final DataSize limit;

    BodyLimitStage(DataSize limit) {
        this.limit = limit;
    }

    @Override
    public Mono<Void> pass(ServerWebExchange exchange, WebFilterChain next) {
        var headers = exchange.getRequest().getHeaders();
        if (headers.getContentLength() > limit.toBytes()) {
            return Mono.error(new BodyTooLargeException(limit));
        }
        if (headers.getFirst("Transfer-Encoding") == null) {
            return next.filter(exchange);
        }
        return next.filter(exchange.mutate()
                .request(new Counted(exchange.getRequest(), limit))
                .build());
    }

    private static final class Counted extends ServerHttpRequestDecorator {
        private final DataSize limit;
        private long passed;

        Counted(ServerHttpRequest request, DataSize limit) {
            super(request);
            this.limit = limit;
        }

        @Override
        public Flux<DataBuffer> getBody() {
            return super.getBody().handle(this::count);
        }

        private void count(DataBuffer buffer, SynchronousSink<DataBuffer> onward) {
            passed += buffer.readableByteCount();
            if (passed <= limit.toBytes()) {
                onward.next(buffer);
                return;
            }
            DataBufferUtils.release(buffer);
            onward.error(new BodyTooLargeException(limit));
        }
    }
}
