package io.deskwire.notification.inapp;

import io.deskwire.common.id.Uuid7;
import io.deskwire.common.identity.TenantId;
import io.deskwire.common.identity.UserId;
import io.deskwire.common.outbox.DomainEvent;
import io.deskwire.common.outbox.Outbox;
import io.deskwire.contracts.event.EventType;
import io.deskwire.notification.recipient.Recipient;
import java.time.Clock;
import java.util.List;
import org.springframework.stereotype.Component;

/// Puts a notice where its recipients find it. Within the transaction of the event.
@Component
class Inboxes {
    private final NotificationRepository notifications;
    private final Outbox outbox;
    private final Clock clock;

    Inboxes(NotificationRepository notifications, Outbox outbox, Clock clock) {
        this.notifications = notifications;
        this.outbox = outbox;
        this.clock = clock;
    }

    /// Who was told of the event before is not told again. Three statements, however many are told.
    void put(Notice notice, List<Recipient> recipients) {
        var tenant = new TenantId(notice.to().tenant());
        var added = notifications.add(recipients.stream()
                .map(recipient -> notification(tenant, notice, recipient))
                .toList());
        if (!added.isEmpty()) {
            outbox.appendAll(tenant, added.stream().map(Inboxes::created).toList());
        }
    }

    private Notification notification(TenantId tenant, Notice notice, Recipient recipient) {
        var now = clock.instant();
        return new Notification(
                Uuid7.next(),
                tenant,
                new UserId(recipient.user()),
                notice.to().kind(),
                notice.title(),
                notice.table(),
                notice.subject(),
                notice.event(),
                notice.to().actor(),
                recipient.needs(),
                null,
                null,
                1,
                now,
                now);
    }

    private static DomainEvent created(Notification notification) {
        return DomainEvent.of(
                EventType.NOTIFICATION_CREATED,
                notification.id(),
                notification.version(),
                notification.audience(),
                notification);
    }
}
