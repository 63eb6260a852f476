package io.deskwire.mail;

import io.deskwire.common.tenancy.ModuleTables;
import io.deskwire.common.tenancy.SystemAccess;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.mail.javamail.JavaMailSender;
import tools.jackson.databind.json.JsonMapper;

/// The queue of the service's own database and what works it off. The service adds a bean [LetterKinds].
///
/// Comes before Spring Boot's own mail health, which would ask the server at each look, and says nothing of the queue.
@AutoConfiguration(
        afterName = {
            "io.deskwire.common.tenancy.TenancyAutoConfiguration",
            "org.springframework.boot.jdbc.autoconfigure.JdbcClientAutoConfiguration"
        },
        beforeName = {
            "org.springframework.boot.mail.autoconfigure.MailSenderAutoConfiguration",
            "org.springframework.boot.mail.autoconfigure.MailHealthContributorAutoConfiguration"
        })
@ConditionalOnProperty("deskwire.database.service")
@EnableConfigurationProperties(MailProperties.class)
class MailAutoConfiguration {
    @Bean
    static ModuleTables mailTables() {
        return new ModuleTables("classpath:db/mail");
    }

    @Bean
    MailRepository mailRepository(JdbcClient jdbc, JsonMapper json) {
        return new MailRepository(jdbc, json);
    }

    @Bean
    TurnRepository turnRepository(JdbcClient jdbc) {
        return new TurnRepository(jdbc);
    }

    @Bean
    MailTemplates mailTemplates(LetterKinds kinds, MailProperties properties) {
        return new MailTemplates(kinds, properties.templates());
    }

    @Bean
    JavaMailSender mailSender(MailProperties properties) {
        return SmtpServer.of(properties);
    }

    @Bean
    SmtpSender smtpSender(JavaMailSender server, MailTemplates templates, MailProperties properties, Clock clock) {
        return new SmtpSender(server, templates, properties, clock);
    }

    @Bean
    MailWorker mailWorker(
            MailRepository mails,
            SmtpSender sender,
            MailProperties properties,
            SystemAccess system,
            MeterRegistry meters,
            Clock clock) {
        return new MailWorker(mails, sender, properties, system, meters, clock);
    }

    @Bean
    MailSweep mailSweep(
            MailRepository mails, TurnRepository turns, MailProperties properties, SystemAccess system, Clock clock) {
        return new MailSweep(mails, turns, properties, system, clock);
    }

    @Bean
    MailQueue mailQueue(MailRepository mails, MailWorker worker, Clock clock) {
        return new MailQueue(mails, worker, clock);
    }

    @Bean
    MailTurns mailTurns(TurnRepository turns, Clock clock) {
        return new MailTurns(turns, clock);
    }

    /// Named so that Spring Boot adds none of its own.
    @Bean
    MailHealth mailHealthIndicator(
            MailRepository mails, MailProperties properties, SystemAccess system, MeterRegistry meters, Clock clock) {
        return new MailHealth(mails, properties, system, meters, clock);
    }
}
