package io.deskwire.gateway.health;

import static org.springframework.web.reactive.function.server.RouterFunctions.route;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import io.deskwire.gateway.edge.EdgeProperties;
import io.deskwire.gateway.edge.RequestEventLoop;
import io.deskwire.gateway.service.ServiceCalls;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.info.BuildProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.ServerResponse;

@Configuration(proxyBeanMethods = false)
class HealthConfiguration {
    private record Health(
            boolean ok,
            @JsonInclude(Include.NON_NULL) @Nullable List<String> down) {}

    @Bean
    RouterFunction<ServerResponse> health(ServiceCalls calls, EdgeProperties edge) {
        var probe = new HealthProbe(calls, edge);
        return route().GET(
                        "/health",
                        request -> RequestEventLoop.bring(request.exchange(), probe.state())
                                .flatMap(state -> state.down().isEmpty()
                                        ? ServerResponse.ok().bodyValue(new Health(true, null))
                                        : ServerResponse.status(503)
                                                .header("Retry-After", "1")
                                                .bodyValue(new Health(false, state.down()))))
                .build();
    }

    @Bean
    RouterFunction<ServerResponse> version(BuildProperties build) {
        var version = Map.of("version", String.valueOf(build.getVersion()));
        return route().GET("/version", _ -> ServerResponse.ok().bodyValue(version))
                .build();
    }
}
