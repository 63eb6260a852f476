package io.deskwire.notification.inapp;

import io.deskwire.common.event.Audience;
import io.deskwire.common.event.CloudEvent;
import io.deskwire.common.event.EventType;
import io.deskwire.common.id.Uuid7;
import io.deskwire.common.identity.TenantId;
import io.deskwire.common.identity.UserId;
import io.deskwire.common.outbox.DomainEvent;
import io.deskwire.common.outbox.Outbox;
import io.deskwire.common.tenancy.SystemAccess;
import io.deskwire.notification.directory.Directory;
import io.deskwire.notification.preference.PreferenceService;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/// Turns events into notifications.
///
/// Memberships and tickets come in different topics, so an event may be here before the members it concerns. Nothing
/// waits for that: what was announced is kept for a while, and a member seen later gets what it missed since it
/// became one.
@Component
public class Announcer {
    private static final Duration KEPT = Duration.ofDays(1);

    private final Directory directory;
    private final ProjectionRepository projections;
    private final NotificationRepository notifications;
    private final PreferenceService preferences;
    private final Outbox outbox;
    private final SystemAccess system;
    private final Clock clock;

    Announcer(
            Directory directory,
            ProjectionRepository projections,
            NotificationRepository notifications,
            PreferenceService preferences,
            Outbox outbox,
            SystemAccess system,
            Clock clock) {
        this.directory = directory;
        this.projections = projections;
        this.notifications = notifications;
        this.preferences = preferences;
        this.outbox = outbox;
        this.system = system;
        this.clock = clock;
    }

    /// Needs the system door, and the guard row in the same transaction. Events of a tenant come in the order of their
    /// topic.
    @Transactional(propagation = Propagation.MANDATORY)
    public void accept(CloudEvent event) {
        switch (event.type()) {
            case "ticket.created", "ticket.updated" -> {
                directory.accept(event);
                announce(Notice.of(event, null));
            }
            case "comment.created" -> {
                var ticket = Notice.id(event.row(), "ticket_id");
                announce(Notice.of(
                        event,
                        ticket == null
                                ? null
                                : directory.ticket(event.tenant(), ticket).orElse(null)));
            }
            case "ticket.deleted" -> directory.accept(event);
            case "job.failed", "pairing.requested" -> announce(Notice.of(event, null));
            default -> changed(event);
        }
    }

    @Scheduled(initialDelayString = "PT5M", fixedDelayString = "PT1H")
    void forget() {
        system.run(
                "old-announcements",
                () -> projections.forgetAnnouncements(clock.instant().minus(KEPT)));
    }

    /// Who may more than before, or is seen for the first time, gets what was announced since then.
    private void changed(CloudEvent event) {
        if (!Directory.tellsOfPeople(event)) {
            return;
        }
        projections.lock(event.tenant());
        if (directory.accept(event)) {
            projections
                    .since(event.tenant(), event.time())
                    .forEach(notice -> tell(notice, projections.recipients(notice)));
        }
    }

    private void announce(List<Notice> notices) {
        for (var notice : notices) {
            projections.lock(notice.tenant());
            projections.announce(notice);
            tell(notice, projections.recipients(notice));
        }
    }

    private void tell(Notice notice, List<UUID> members) {
        var muted = preferences.muted(notice.tenant(), notice.kind(), members);
        members.stream()
                .filter(user -> notice.concerns(user) && !muted.contains(user))
                .forEach(user -> tell(notice, user));
    }

    private void tell(Notice notice, UUID user) {
        var now = clock.instant();
        var notification = new Notification(
                Uuid7.next(),
                new TenantId(notice.tenant()),
                new UserId(user),
                notice.kind(),
                notice.title(),
                notice.table(),
                notice.subject(),
                notice.event(),
                notice.actor(),
                null,
                null,
                1,
                now,
                now);
        if (notifications.add(notification)) {
            outbox.append(
                    notification.tenantId(),
                    DomainEvent.of(
                            EventType.NOTIFICATION_CREATED,
                            notification.id(),
                            notification.version(),
                            Audience.of(notification.userId()),
                            notification));
        }
    }
}
