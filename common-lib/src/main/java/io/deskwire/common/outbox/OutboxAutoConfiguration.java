package io.deskwire.common.outbox;

import io.deskwire.common.identity.systemkey.SystemUses;
import io.deskwire.common.tenancy.SystemAccess;
import java.time.Clock;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.json.JsonMapper;

@AutoConfiguration(afterName = "org.springframework.boot.jdbc.autoconfigure.JdbcClientAutoConfiguration")
@ConditionalOnBean(SystemAccess.class)
class OutboxAutoConfiguration {
    @Bean
    Outbox outbox(JdbcClient jdbc, JsonMapper json, Clock clock) {
        return new Outbox(jdbc, json, clock);
    }

    /// The auth-service has one of its own, which needs no event.
    @Bean
    @ConditionalOnMissingBean(SystemUses.class)
    SystemUses systemUses(Outbox outbox, SystemAccess system) {
        return new SystemUseEvents(outbox, system);
    }

    @Bean
    Housekeeping housekeeping(JdbcClient jdbc, SystemAccess system) {
        return new Housekeeping(jdbc, system);
    }
}
