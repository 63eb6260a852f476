package io.deskwire.notification.channel;

import io.deskwire.notification.recipient.Recipient;
import io.deskwire.notification.rule.Notice;
import java.util.List;

/// A way to tell people. Every bean of this type is told of every notice; `NotificationChannelContract` is its test.
public interface NotificationChannel {
    /// Takes the notice for these recipients, of whom there may be none. Runs in the transaction of the event, behind
    /// the system door: what leaves the database is queued here and sent later.
    ///
    /// Recipients who were told of the event before, by whichever notice, are not told again.
    void put(Notice notice, List<Recipient> recipients);
}
