package io.deskwire.mail;

import java.time.Clock;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/// The door to mail: what is queued is sent once the transaction is committed, at least once, and tried again where it
/// fails. Open to requests and to the system door alike.
public class MailQueue {
    private final MailRepository mails;
    private final MailWorker worker;
    private final Clock clock;

    MailQueue(MailRepository mails, MailWorker worker, Clock clock) {
        this.mails = mails;
        this.worker = worker;
        this.clock = clock;
    }

    @Transactional(propagation = Propagation.MANDATORY)
    public void enqueue(Letter letter) {
        mails.insert(letter, clock.instant());
        worker.wakeAfterCommit();
    }
}
