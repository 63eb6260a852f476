package io.deskwire.gateway.message;

import io.deskwire.gateway.edge.EdgeProperties;
import org.springframework.boot.reactor.netty.NettyReactiveWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class MessageConfiguration {
    @Bean
    WebServerFactoryCustomizer<NettyReactiveWebServerFactory> headCheck() {
        return factory -> factory.addServerCustomizers(
                server -> server.doOnChannelInit((_, channel, _) -> HeadCheck.install(channel)));
    }

    @Bean
    BodyLimitStage bodyLimitStage(EdgeProperties edge) {
        return new BodyLimitStage(edge.maxBody());
    }
}
