package io.deskwire.gateway.platform;

import io.deskwire.gateway.credential.EntryStage;
import io.deskwire.gateway.credential.IdentificationStage;
import io.deskwire.gateway.edge.ArrivalStage;
import io.deskwire.gateway.edge.CorsStage;
import io.deskwire.gateway.message.BodyLimitStage;
import io.deskwire.gateway.message.HeadStage;
import io.deskwire.gateway.ratelimit.RateLimitStage;
import io.deskwire.gateway.route.ServiceStage;
import java.util.List;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import tools.jackson.databind.json.JsonMapper;

@Configuration(proxyBeanMethods = false)
class PlatformConfiguration {
    /// The way of every request, up to its service.
    @Bean
    @Order(Ordered.HIGHEST_PRECEDENCE)
    PublicDoor publicDoor(
            ArrivalStage arrival,
            CorsStage cors,
            IdentificationStage identification,
            RateLimitStage rateLimit,
            BodyLimitStage bodyLimit,
            ServiceStage service,
            JsonMapper json) {
        var answer = new AnswerStage(json);
        return new PublicDoor(List.of(
                arrival,
                cors,
                answer,
                identification,
                rateLimit,
                new HeadStage(),
                new EntryStage(),
                bodyLimit,
                service));
    }
}
