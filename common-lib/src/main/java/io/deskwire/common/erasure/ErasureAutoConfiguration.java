package io.deskwire.common.erasure;

import io.deskwire.common.inbox.Inbox;
import io.deskwire.common.tenancy.SystemAccess;
import java.time.Clock;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.json.JsonMapper;

/// Every service with a database erases; auth-service, which decides, does not follow itself
/// (`deskwire.erasure.follow=false`).
@AutoConfiguration(afterName = "io.deskwire.common.inbox.InboxAutoConfiguration")
@ConditionalOnBean({SystemAccess.class, Inbox.class})
@EnableConfigurationProperties(ErasureProperties.class)
class ErasureAutoConfiguration {
    @Bean
    TenantErasure tenantErasure(JdbcClient jdbc, JsonMapper json, Clock clock) {
        return new TenantErasure(jdbc, json, clock);
    }

    @Bean
    @ConditionalOnProperty(name = "deskwire.erasure.follow", matchIfMissing = true)
    ErasureEffect erasureEffect(TenantErasure erasure) {
        return new ErasureEffect(erasure);
    }

    @Bean
    @ConditionalOnProperty(name = "deskwire.erasure.follow", matchIfMissing = true)
    ErasureSweep erasureSweep(TenantErasure erasure, SystemAccess system, ErasureProperties properties, Clock clock) {
        return new ErasureSweep(erasure, system, properties, clock);
    }
}
