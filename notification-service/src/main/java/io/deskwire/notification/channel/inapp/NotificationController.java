package io.deskwire.notification.channel.inapp;

import io.deskwire.common.identity.Caller;
import io.deskwire.common.page.PageRequest;
import io.deskwire.common.page.Revision;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/v1/notifications")
class NotificationController {
    private final NotificationService notifications;

    NotificationController(NotificationService notifications) {
        this.notifications = notifications;
    }

    /// A page, and how many are unread altogether.
    record ListResponse(
            List<Notification> data,
            long unreadCount,
            @Nullable String nextCursor) {}

    record ReadAllResponse(int read, long unreadCount) {}

    @GetMapping
    ListResponse list(Caller caller, @RequestParam(defaultValue = "false") boolean unread, PageRequest page) {
        var inbox = notifications.list(caller, unread, page);
        return new ListResponse(
                inbox.page().data(), inbox.unreadCount(), inbox.page().nextCursor());
    }

    @PostMapping("/{id}/read")
    ResponseEntity<Notification> read(Caller caller, @PathVariable UUID id) {
        return answer(notifications.read(caller, new NotificationId(id)));
    }

    @PostMapping("/{id}/archive")
    ResponseEntity<Notification> archive(Caller caller, @PathVariable UUID id) {
        return answer(notifications.archive(caller, new NotificationId(id)));
    }

    @PostMapping("/read-all")
    ReadAllResponse readAll(Caller caller) {
        return new ReadAllResponse(notifications.readAll(caller), 0);
    }

    private static ResponseEntity<Notification> answer(Notification notification) {
        return Revision.ok(notification, notification.version());
    }
}
