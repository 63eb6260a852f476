package io.deskwire.notification.channel;

import static java.util.stream.Collectors.toCollection;
import static java.util.stream.Collectors.toMap;

import io.deskwire.common.event.CloudEvent;
import io.deskwire.common.reception.EventEffect;
import io.deskwire.contracts.event.Topic;
import io.deskwire.directory.Directory;
import io.deskwire.directory.DirectoryFollower;
import io.deskwire.notification.recipient.Recipient;
import io.deskwire.notification.recipient.Recipients;
import io.deskwire.notification.rule.Notice;
import io.deskwire.notification.rule.Rule;
import io.deskwire.notification.seenticket.SeenTickets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/// Turns events into notifications.
///
/// Memberships, permissions and tickets come in different topics, so an event may be here before what it takes to
/// know whom it concerns. Nothing waits for that: what was announced is kept for a while, and somebody who is seen
/// later, or may do more than was known, gets what it missed since that was so.
@Component
@Order(2)
class AnnouncementEffect implements DirectoryFollower {
    /// As long as topics promise to hold an event. They may hold one for longer, and then its guard row may be gone.
    private static final Duration REMEMBERED = Duration.ofDays(7);

    private final SeenTickets tickets;
    private final Recipients recipients;
    private final AnnouncementRepository announcements;
    private final List<NotificationChannel> channels;
    private final Clock clock;

    AnnouncementEffect(
            SeenTickets tickets,
            Recipients recipients,
            AnnouncementRepository announcements,
            List<NotificationChannel> channels,
            Clock clock) {
        this.tickets = tickets;
        this.recipients = recipients;
        this.announcements = announcements;
        this.channels = List.copyOf(channels);
        this.clock = clock;
    }

    @Override
    public String consumer() {
        return "inapp";
    }

    /// After what takes in tickets.
    @Override
    public Set<String> groups() {
        return Set.of(Directory.GROUP);
    }

    @Override
    public Set<Topic> topics() {
        return Set.of(Topic.IDENTITY, Topic.TICKETS, Topic.AUTOMATION);
    }

    @Override
    public boolean concerns(String type) {
        return Directory.tellsOfPeople(type) || Rule.concerns(type);
    }

    /// Most changes are worth telling nobody.
    @Override
    public List<CloudEvent> choose(List<CloudEvent> events) {
        return events.stream()
                .filter(event -> Directory.tellsOfPeople(event.type()) || Rule.mayTell(event))
                .toList();
    }

    /// Events of a tenant come in the order of their topic, and after the directory has taken them. A statement each
    /// locks the tenants and adds what is announced, however many events there are.
    @Override
    public void acceptAll(List<CloudEvent> events) {
        var notices = events.stream().collect(toMap(CloudEvent::id, this::notices));
        var tenants = events.stream()
                .filter(event -> Directory.tellsOfPeople(event.type())
                        || !notices.getOrDefault(event.id(), List.of()).isEmpty())
                .map(CloudEvent::tenant)
                .collect(toCollection(TreeSet::new));
        if (tenants.isEmpty()) {
            return;
        }
        announcements.lock(tenants);
        announcements.add(notices.values().stream().flatMap(List::stream).toList());
        var asked = recipients.asked();
        for (var event : events) {
            EventEffect.withTrace(event, () -> {
                if (Directory.tellsOfPeople(event.type())) {
                    catchUp(event, asked);
                }
                notices.getOrDefault(event.id(), List.of()).forEach(notice -> put(notice, asked.of(notice.to())));
            });
        }
    }

    @Override
    public void accept(CloudEvent event) {
        acceptAll(List.of(event));
    }

    private List<Notice> notices(CloudEvent event) {
        return event.time().isAfter(clock.instant().minus(REMEMBERED))
                ? Rule.notices(event, ticket -> tickets.find(event.tenant(), ticket))
                : List.of();
    }

    /// For those who may see more than was known before.
    private void catchUp(CloudEvent event, Recipients.Asked asked) {
        announcements
                .since(event.tenant(), event.time())
                .forEach(notice -> put(notice, asked.missed(notice.to(), notice.occurredAt())));
    }

    private void put(Notice notice, List<Recipient> recipients) {
        channels.forEach(channel -> channel.put(notice, recipients));
    }
}
