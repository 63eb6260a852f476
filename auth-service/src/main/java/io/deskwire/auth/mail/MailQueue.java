package io.deskwire.auth.mail;

import java.time.Clock;
import java.util.Map;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/// The door to mail: what is queued is sent once the transaction is committed, and tried again where it fails.
@Service
public class MailQueue {
    private final MailRepository mails;
    private final MailWorker worker;
    private final Clock clock;

    MailQueue(MailRepository mails, MailWorker worker, Clock clock) {
        this.mails = mails;
        this.worker = worker;
        this.clock = clock;
    }

    /// @param values what the kind's template shows, see [MailKind#shown]
    @Transactional(propagation = Propagation.MANDATORY)
    public void enqueue(MailKind kind, String to, Map<String, String> values) {
        mails.insert(kind, to, values, clock.instant());
        worker.wakeAfterCommit();
    }
}
