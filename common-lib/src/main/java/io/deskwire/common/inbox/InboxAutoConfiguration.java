package io.deskwire.common.inbox;

import io.deskwire.common.tenancy.SystemAccess;
import java.time.Clock;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.context.annotation.Bean;
import org.springframework.jdbc.core.simple.JdbcClient;

@AutoConfiguration(afterName = "org.springframework.boot.jdbc.autoconfigure.JdbcClientAutoConfiguration")
@ConditionalOnBean(SystemAccess.class)
class InboxAutoConfiguration {
    @Bean
    Inbox inbox(JdbcClient jdbc) {
        return new Inbox(jdbc);
    }

    @Bean
    InboxSweep inboxSweep(JdbcClient jdbc, SystemAccess system, Clock clock) {
        return new InboxSweep(jdbc, system, clock);
    }
}
