package io.deskwire.mail;

import io.deskwire.common.tenancy.SystemAccess;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.scheduling.annotation.Scheduled;

/// Shows a mail server that does not take mail: `down` where a mail has waited for minutes. No part of readiness,
/// because everything else goes on.
class MailHealth implements HealthIndicator {
    private static final Duration LATE = Duration.ofMinutes(2);

    private final MailRepository mails;
    private final MailProperties properties;
    private final SystemAccess system;
    private final Clock clock;
    private final AtomicLong waiting;

    MailHealth(
            MailRepository mails, MailProperties properties, SystemAccess system, MeterRegistry meters, Clock clock) {
        this.mails = mails;
        this.properties = properties;
        this.system = system;
        this.clock = clock;
        this.waiting = meters.gauge("deskwire.mail.waiting", new AtomicLong());
    }

    @Override
    public Health health() {
        var queue = system.call("mail-health", mails::waiting);
        waiting.set(queue.count());
        var late = queue.oldest() != null && queue.oldest().plus(LATE).isBefore(clock.instant());
        var health = late ? Health.down() : Health.up();
        health.withDetail("configured", properties.configured()).withDetail("waiting", queue.count());
        if (queue.error() != null) {
            health.withDetail("last_error", queue.error());
        }
        return health.build();
    }

    @Scheduled(initialDelayString = "PT30S", fixedDelayString = "PT30S")
    void measure() {
        health();
    }
}
