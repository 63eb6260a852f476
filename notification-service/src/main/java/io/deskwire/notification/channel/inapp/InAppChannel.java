package io.deskwire.notification.channel.inapp;

import io.deskwire.common.id.Uuid7;
import io.deskwire.common.identity.TenantId;
import io.deskwire.common.identity.UserId;
import io.deskwire.common.outbox.DomainEvent;
import io.deskwire.common.outbox.Outbox;
import io.deskwire.common.tenancy.CurrentActor;
import io.deskwire.contracts.event.EventType;
import io.deskwire.notification.channel.NotificationChannel;
import io.deskwire.notification.channel.inapp.Notification.Content;
import io.deskwire.notification.channel.inapp.Notification.Marks;
import io.deskwire.notification.recipient.Recipient;
import io.deskwire.notification.rule.Notice;
import java.time.Clock;
import java.util.List;
import org.springframework.stereotype.Component;

/// Puts a notice where its recipients find it. Within the transaction of the event.
@Component
class InAppChannel implements NotificationChannel {
    private final NotificationRepository notifications;
    private final Outbox outbox;
    private final Clock clock;

    InAppChannel(NotificationRepository notifications, Outbox outbox, Clock clock) {
        this.notifications = notifications;
        this.outbox = outbox;
        this.clock = clock;
    }

    /// Three statements, however many are told.
    @Override
    public void put(Notice notice, List<Recipient> recipients) {
        var tenant = new TenantId(notice.to().tenant());
        var added = notifications.add(recipients.stream()
                .map(recipient -> notification(tenant, notice, recipient))
                .toList());
        if (!added.isEmpty()) {
            outbox.append(
                    CurrentActor.get(),
                    tenant,
                    added.stream()
                            .map(notification -> DomainEvent.created(EventType.NOTIFICATION_CREATED, notification))
                            .toList());
        }
    }

    private Notification notification(TenantId tenant, Notice notice, Recipient recipient) {
        var now = clock.instant();
        return new Notification(
                new NotificationId(Uuid7.next()),
                tenant,
                new UserId(recipient.user()),
                new Content(
                        notice.to().kind(),
                        notice.title(),
                        notice.table(),
                        notice.subject(),
                        notice.event(),
                        notice.to().actor()),
                recipient.needs(),
                Marks.NONE,
                1,
                now,
                now);
    }
}
