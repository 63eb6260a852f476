package io.deskwire.notification.channel.inapp;

import io.deskwire.common.identity.Caller;
import io.deskwire.common.outbox.Outbox;
import io.deskwire.common.page.Cursor;
import io.deskwire.common.page.Page;
import io.deskwire.common.page.PageRequest;
import io.deskwire.common.problem.Problem.NotFound;
import io.deskwire.contracts.event.EventType;
import java.time.Clock;
import java.time.Instant;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/// The door to one's own notifications. People read what they were told as long as they may see what it is about: the
/// policies of the tables decide.
@Service
public class NotificationService {
    private final NotificationRepository notifications;
    private final Outbox outbox;
    private final Clock clock;

    NotificationService(NotificationRepository notifications, Outbox outbox, Clock clock) {
        this.notifications = notifications;
        this.outbox = outbox;
        this.clock = clock;
    }

    /// @param unreadCount of all of the caller's, not of this page
    record Inbox(Page<Notification> page, long unreadCount) {}

    @Transactional(readOnly = true)
    Inbox list(Caller caller, boolean unreadOnly, PageRequest request) {
        var tenant = caller.requireTenant();
        var rows = notifications.page(tenant, caller.subject(), unreadOnly, request);
        return new Inbox(
                request.page(rows, notification -> Cursor.of(notification.publishedId())),
                notifications.unread(tenant, caller.subject()));
    }

    @Transactional
    public Notification read(Caller caller, NotificationId id) {
        return change(caller, id, Notification::read);
    }

    @Transactional
    public Notification archive(Caller caller, NotificationId id) {
        return change(caller, id, Notification::archived);
    }

    /// How many were unread.
    @Transactional
    public int readAll(Caller caller) {
        var tenant = caller.requireTenant();
        notifications.lock(tenant, caller.subject());
        var unread = notifications.allUnread(tenant, caller.subject());
        unread.forEach(notification -> save(notification, notification.read(clock.instant())));
        return unread.size();
    }

    private Notification change(
            Caller caller, NotificationId id, BiFunction<Notification, Instant, @Nullable Notification> change) {
        var tenant = caller.requireTenant();
        notifications.lock(tenant, caller.subject());
        var before = notifications
                .find(tenant, caller.subject(), id)
                .orElseThrow(() -> new NotFound("notification", id.value()));
        var after = change.apply(before, clock.instant());
        save(before, after);
        return after == null ? before : after;
    }

    private void save(Notification before, @Nullable Notification after) {
        if (after == null) {
            return;
        }
        notifications.update(before, after);
        outbox.changed(EventType.NOTIFICATION_UPDATED, before, after);
    }
}
