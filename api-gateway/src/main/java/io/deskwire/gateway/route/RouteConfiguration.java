package io.deskwire.gateway.route;

import io.deskwire.gateway.service.ServiceProperties;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.cloud.gateway.config.GatewayProperties;
import org.springframework.cloud.gateway.config.HttpClientProperties;
import org.springframework.cloud.gateway.filter.NettyRoutingFilter;
import org.springframework.cloud.gateway.filter.NettyWriteResponseFilter;
import org.springframework.cloud.gateway.filter.headers.HttpHeadersFilter;
import org.springframework.cloud.gateway.filter.headers.RemoveForwardedHeadersFilter;
import org.springframework.cloud.gateway.filter.headers.RemoveXForwardedHeadersFilter;
import org.springframework.cloud.gateway.handler.FilteringWebHandler;
import org.springframework.cloud.gateway.route.Route;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.server.ServerWebExchange;
import reactor.netty.http.client.HttpClient;

@Configuration(proxyBeanMethods = false)
class RouteConfiguration {
    @Bean
    ServiceRoutes serviceRoutes(ServiceProperties services) {
        return new ServiceRoutes(services);
    }

    @Bean
    ServiceStage serviceStage(ServiceRoutes routes, FilteringWebHandler filters) {
        return new ServiceStage(routes, filters);
    }

    /// The framework's, without two of its header filters, each of which would copy all headers once more:
    /// `OnwardHeaders` drops what they drop. The client has its connect time-out already; setting it with each
    /// request, as the framework does, copies the client's configuration.
    @Bean
    NettyRoutingFilter serviceRequests(
            HttpClient http, ObjectProvider<List<HttpHeadersFilter>> all, HttpClientProperties client) {
        return new NettyRoutingFilter(http, all, client) {
            private volatile @Nullable List<HttpHeadersFilter> needed;

            @Override
            public List<HttpHeadersFilter> getHeadersFilters() {
                var filters = needed;
                if (filters == null) {
                    filters = all.getObject().stream()
                            .filter(filter -> !(filter instanceof RemoveForwardedHeadersFilter)
                                    && !(filter instanceof RemoveXForwardedHeadersFilter))
                            .toList();
                    needed = filters;
                }
                return filters;
            }

            @Override
            protected HttpClient getHttpClient(Route route, ServerWebExchange exchange) {
                return http;
            }
        };
    }

    /// As the framework makes it, which it does only together with its own routing filter.
    @Bean
    NettyWriteResponseFilter serviceAnswers(GatewayProperties gateway, ObjectProvider<List<HttpHeadersFilter>> all) {
        return new NettyWriteResponseFilter(gateway.getStreamingMediaTypes(), all);
    }

    @Bean
    AnswerHeaders answerHeaders() {
        return new AnswerHeaders();
    }
}
