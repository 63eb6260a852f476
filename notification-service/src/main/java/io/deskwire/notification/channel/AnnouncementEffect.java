package io.deskwire.notification.channel;

import io.deskwire.common.event.CloudEvent;
import io.deskwire.common.reception.EventEffect;
import io.deskwire.common.tenancy.SystemAccess;
import io.deskwire.contracts.event.Topic;
import io.deskwire.directory.Directory;
import io.deskwire.notification.recipient.Recipient;
import io.deskwire.notification.recipient.Recipients;
import io.deskwire.notification.rule.Notice;
import io.deskwire.notification.rule.Rules;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.springframework.core.annotation.Order;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/// Turns events into notifications.
///
/// Memberships, permissions and tickets come in different topics, so an event may be here before what it takes to know
/// whom it concerns. Nothing waits for that: what was announced is kept for a while, and somebody who is seen later, or
/// may do more than was known, gets what it missed since that was so.
@Component
@Order(2)
class AnnouncementEffect implements EventEffect {
    private static final Duration KEPT = Duration.ofDays(1);

    /// As long as topics promise to hold an event. They may hold one for longer, and then its guard row may be gone.
    private static final Duration REMEMBERED = Duration.ofDays(7);

    private final Rules rules;
    private final Recipients recipients;
    private final AnnouncementRepository announcements;
    private final List<NotificationChannel> channels;
    private final SystemAccess system;
    private final Clock clock;

    AnnouncementEffect(
            Rules rules,
            Recipients recipients,
            AnnouncementRepository announcements,
            List<NotificationChannel> channels,
            SystemAccess system,
            Clock clock) {
        this.rules = rules;
        this.recipients = recipients;
        this.announcements = announcements;
        this.channels = List.copyOf(channels);
        this.system = system;
        this.clock = clock;
    }

    @Override
    public String consumer() {
        return "inapp";
    }

    @Override
    public String group() {
        return "people";
    }

    @Override
    public Set<Topic> topics() {
        return Set.of(Topic.IDENTITY, Topic.TICKETS, Topic.AUTOMATION);
    }

    /// Events of a tenant come in the order of their topic, and after the directory has taken them.
    @Override
    public void accept(CloudEvent event) {
        if (Directory.tellsOfPeople(event.type())) {
            catchUp(event);
        } else if (event.time().isAfter(clock.instant().minus(REMEMBERED))) {
            announce(event);
        }
    }

    @Scheduled(initialDelayString = "PT5M", fixedDelayString = "PT1H")
    void forget() {
        system.run(
                "old-announcements", () -> announcements.forget(clock.instant().minus(KEPT)));
    }

    private void announce(CloudEvent event) {
        for (var notice : rules.notices(event)) {
            announcements.lock(event.tenant());
            announcements.add(notice);
            put(notice, recipients.of(notice.to()));
        }
    }

    /// For those who may see more than was known before.
    private void catchUp(CloudEvent event) {
        announcements.lock(event.tenant());
        announcements
                .since(event.tenant(), event.time())
                .forEach(notice -> put(notice, recipients.missed(notice.to(), notice.occurredAt())));
    }

    private void put(Notice notice, List<Recipient> recipients) {
        channels.forEach(channel -> channel.put(notice, recipients));
    }
}
