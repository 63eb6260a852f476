package io.deskwire.common.idempotency;

import io.deskwire.common.tenancy.DatabaseProperties;
import io.deskwire.common.tenancy.SystemAccess;
import java.time.Clock;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication.Type;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.core.Ordered;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.json.JsonMapper;

@AutoConfiguration(afterName = "org.springframework.boot.jdbc.autoconfigure.JdbcClientAutoConfiguration")
@ConditionalOnWebApplication(type = Type.SERVLET)
@ConditionalOnBean(SystemAccess.class)
@EnableConfigurationProperties(IdempotencyProperties.class)
class IdempotencyAutoConfiguration {
    /// Inside the caller filter: a key belongs to a caller.
    private static final int ORDER = Ordered.HIGHEST_PRECEDENCE + 30;

    @Bean
    AnswerRepository idempotencyAnswers(JdbcClient jdbc, JsonMapper json, Clock clock, DatabaseProperties database) {
        return new AnswerRepository(jdbc, json, clock, new AnswerCipher(database.password()));
    }

    @Bean
    AnswerSweep answerSweep(AnswerRepository answers, SystemAccess system) {
        return new AnswerSweep(answers, system);
    }

    @Bean
    FilterRegistrationBean<IdempotencyFilter> idempotencyFilter(
            PlatformTransactionManager transactions,
            AnswerRepository answers,
            JsonMapper json,
            IdempotencyProperties properties) {
        var filter = new IdempotencyFilter(new TransactionTemplate(transactions), answers, properties, json);
        var registration = new FilterRegistrationBean<>(filter);
        registration.setOrder(ORDER);
        return registration;
    }
}
