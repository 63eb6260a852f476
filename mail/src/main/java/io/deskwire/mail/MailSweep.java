package io.deskwire.mail;

import io.deskwire.common.tenancy.SystemAccess;
import java.time.Clock;
import org.springframework.scheduling.annotation.Scheduled;

/// Empties what nobody sent in time, and forgets what was sent.
class MailSweep {
    private final MailRepository mails;
    private final TurnRepository turns;
    private final MailProperties properties;
    private final SystemAccess system;
    private final Clock clock;

    MailSweep(MailRepository mails, TurnRepository turns, MailProperties properties, SystemAccess system, Clock clock) {
        this.mails = mails;
        this.turns = turns;
        this.properties = properties;
        this.system = system;
        this.clock = clock;
    }

    @Scheduled(initialDelayString = "PT5M", fixedDelayString = "PT1H")
    void sweep() {
        var now = clock.instant();
        system.run("mail-sweep", () -> {
            // Where no server is configured nothing is ever tried, and the links in it would stay.
            mails.giveUpOld(now.minus(properties.giveUpAfter()));
            mails.sweep(now.minus(properties.kept()));
            turns.sweep(now.minus(MailTurns.KEPT));
        });
    }
}
