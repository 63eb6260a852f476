package io.deskwire.mail;

import io.deskwire.common.queue.QueueWorker;
import io.deskwire.common.retry.Backoff;
import io.deskwire.common.tenancy.SystemAccess;
import io.deskwire.mail.MailRepository.Claim;
import io.deskwire.mail.SmtpSender.Delivery.Failed;
import io.deskwire.mail.SmtpSender.Delivery.Refused;
import io.deskwire.mail.SmtpSender.Delivery.Sent;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Works the queue off: claims in a short transaction, sends outside any, notes the end in a short one.
///
/// Any number of nodes may run one. A node that dies while it sends leaves a mail that is sent
/// again when its lease ends: at least once, with one Message-ID.
class MailWorker extends QueueWorker {
    private static final Logger log = LoggerFactory.getLogger(MailWorker.class);
    private static final Duration POLL = Duration.ofSeconds(5);
    private static final int AT_ONCE = 8;
    /// 2 s, 8 s, 32 s, 128 s, 512 s, then a quarter of an hour; a quarter more or less.
    private static final Backoff BACK_OFF = new Backoff.Growing(Duration.ofSeconds(2), 4, Duration.ofMinutes(15), 0.25);

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
            log.warn("deskwire.mail.smtp-url is not set: mail is kept, not sent");
            return;
        }
        super.start();
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
            switch (sender.send(mail)) {
                case Sent() -> sent(mail);
                case Failed(var error) -> failed(mail, error);
                case Refused(var error) -> giveUp(mail, error);
            }
        } catch (RuntimeException failure) {
            log.warn("Mail {} is tried again when its lease ends: {}", mail.id(), failure.toString());
            count(mail, "failed");
        }
    }

    private void sent(Claim mail) {
        system.run("mail-settle", () -> mails.sent(mail.id(), clock.instant()));
        count(mail, "sent");
    }

    private void failed(Claim mail, String error) {
        var now = clock.instant();
        if (mail.createdAt().plus(properties.giveUpAfter()).isBefore(now)) {
            giveUp(mail, error);
            return;
        }
        log.warn("Mail {} ({}) could not be sent: {}", mail.id(), mail.kind(), error);
        count(mail, "failed");
        var wait = BACK_OFF.after(mail.attempt(), ThreadLocalRandom.current().nextDouble());
        system.run("mail-settle", () -> mails.failed(mail.id(), error, now.plus(wait)));
    }

    private void giveUp(Claim mail, String error) {
        log.warn("Mail {} ({}) could not be sent, given up: {}", mail.id(), mail.kind(), error);
        count(mail, "given_up");
        system.run("mail-settle", () -> mails.givenUp(mail.id(), error));
    }

    private void count(Claim mail, String result) {
        meters.counter("deskwire.mail", "kind", mail.kind(), "result", result).increment();
    }
}
