package io.deskwire.gateway.route;

import static org.springframework.web.reactive.function.server.RouterFunctions.route;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.info.BuildProperties;
import org.springframework.boot.reactor.netty.NettyReactiveWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.ServerResponse;

@Configuration(proxyBeanMethods = false)
class RouteConfiguration {
    private record Health(
            boolean ok,
            @JsonInclude(Include.NON_NULL) @Nullable List<String> down) {}

    @Bean
    ArrivalStage arrivalStage(EdgeProperties edge) {
        return new ArrivalStage(new TrustedProxies(edge.trustedProxies()));
    }

    @Bean
    CorsStage corsStage(EdgeProperties edge) {
        return new CorsStage(edge.corsOrigins());
    }

    @Bean
    BodyLimitStage bodyLimitStage(EdgeProperties edge) {
        return new BodyLimitStage(edge.maxBody());
    }

    @Bean
    WebServerFactoryCustomizer<NettyReactiveWebServerFactory> headCheck() {
        return factory -> factory.addServerCustomizers(
                server -> server.doOnChannelInit((_, channel, _) -> HeadCheck.install(channel)));
    }

    @Bean
    ServiceRoutes serviceRoutes(ServiceProperties services) {
        return new ServiceRoutes(services);
    }

    @Bean
    AnswerHeaders answerHeaders() {
        return new AnswerHeaders();
    }

    @Bean
    ServiceCalls serviceCalls(ServiceProperties services) {
        return new ServiceCalls(services);
    }

    @Bean
    RouterFunction<ServerResponse> health(ServiceCalls calls, EdgeProperties edge) {
        var probe = new HealthProbe(calls, edge);
        return route().GET(
                        "/health",
                        request -> HomeLoop.bring(request.exchange(), probe.state())
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
