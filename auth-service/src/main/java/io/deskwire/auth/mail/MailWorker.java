package io.deskwire.auth.mail;

import io.deskwire.auth.mail.MailRepository.Claim;
import io.deskwire.common.observe.Legible;
import io.deskwire.common.queue.QueueWorker;
import io.deskwire.common.sql.Row;
import io.deskwire.common.tenancy.SystemAccess;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.mail.MessagingException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/// Works the queue off: claims in a short transaction, sends outside any, notes the end in a short one.
///
/// Any number of nodes may run one. A node that dies while it sends leaves a mail that is sent
/// again when its lease ends: at least once, with one Message-ID.
@Component
class MailWorker extends QueueWorker {
    private static final Logger log = LoggerFactory.getLogger(MailWorker.class);
    private static final Duration POLL = Duration.ofSeconds(5);
    private static final int AT_ONCE = 8;
    private static final int MAX_ERROR = 300;
    private static final List<Duration> BACKOFF = List.of(
            Duration.ofSeconds(2),
            Duration.ofSeconds(10),
            Duration.ofSeconds(30),
            Duration.ofMinutes(2),
            Duration.ofMinutes(5),
            Duration.ofMinutes(15));

    private final MailRepository mails;
    private final SmtpSender sender;
    private final MailProperties properties;
    private final SystemAccess system;
    private final MeterRegistry meters;
    private final Clock clock;

    MailWorker(
            MailRepository mails,
            SmtpSender sender,
            MailProperties properties,
            SystemAccess system,
            MeterRegistry meters,
            Clock clock) {
        super("mail-worker", POLL);
        this.mails = mails;
        this.sender = sender;
        this.properties = properties;
        this.system = system;
        this.meters = meters;
        this.clock = clock;
    }

    @Override
    public void start() {
        if (!properties.configured()) {
            log.warn("DESKWIRE_SMTP_URL is not set: mail is kept, not sent");
            return;
        }
        super.start();
    }

    @Scheduled(initialDelayString = "PT5M", fixedDelayString = "PT1H")
    void sweep() {
        var now = clock.instant();
        system.run("mail-sweep", () -> {
            // Where no server is configured nothing is ever tried, and the links in it would stay.
            mails.giveUpOld(now.minus(properties.giveUpAfter()));
            mails.sweep(now.minus(properties.kept()), now.minus(Duration.ofHours(1)));
        });
    }

    @Override
    protected int work() {
        var now = clock.instant();
        var lease = properties.timeout().multipliedBy(4).plusSeconds(30);
        var claims = system.call("mail-claim", () -> mails.claim(now, now.plus(lease), AT_ONCE));
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            claims.forEach(claim -> threads.execute(() -> deliver(claim)));
        }
        return claims.size();
    }

    private void deliver(Claim mail) {
        try {
            sender.send(mail);
            system.run("mail-settle", () -> mails.sent(mail.id(), clock.instant()));
            count(mail, "sent");
        } catch (MessagingException failure) {
            settle(mail, failure);
        } catch (RuntimeException failure) {
            log.warn("Mail {} is tried again when its lease ends: {}", mail.id(), failure.toString());
            count(mail, "failed");
        }
    }

    private void settle(Claim mail, MessagingException failure) {
        var now = clock.instant();
        var error = Legible.of(failure.toString(), MAX_ERROR);
        var last = SmtpSender.hopeless(failure)
                || mail.createdAt().plus(properties.giveUpAfter()).isBefore(now);
        log.warn("Mail {} ({}) could not be sent{}: {}", mail.id(), mail.kind(), last ? ", given up" : "", error);
        count(mail, last ? "given_up" : "failed");
        system.run("mail-settle", () -> {
            if (last) {
                mails.givenUp(mail.id(), error);
            } else {
                mails.failed(mail.id(), error, now.plus(backoff(mail.attempt())));
            }
        });
    }

    private static Duration backoff(int attempt) {
        var base = BACKOFF.get(Math.min(attempt, BACKOFF.size()) - 1);
        return base.plusMillis(ThreadLocalRandom.current().nextLong(base.toMillis() / 4 + 1));
    }

    private void count(Claim mail, String result) {
        meters.counter("deskwire.mail", "kind", Row.wire(mail.kind()), "result", result)
                .increment();
    }
}
