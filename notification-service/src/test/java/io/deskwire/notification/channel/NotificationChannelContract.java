package io.deskwire.notification.channel;

import static org.assertj.core.api.Assertions.assertThat;

import io.deskwire.common.event.Audience;
import io.deskwire.common.tenancy.SystemAccess;
import io.deskwire.notification.preference.NotificationKind;
import io.deskwire.notification.recipient.Addressees;
import io.deskwire.notification.recipient.Recipient;
import io.deskwire.notification.rule.Notice;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/// What every channel keeps. A channel's IT extends it and tells what has reached somebody.
public abstract class NotificationChannelContract {
    protected final UUID tenant = UUID.randomUUID();
    private final UUID ada = UUID.randomUUID();
    private final UUID grace = UUID.randomUUID();

    @Autowired
    SystemAccess system;

    @Autowired
    Clock clock;

    protected abstract NotificationChannel channel();

    /// The titles that have reached a person of [#tenant], or are queued for it.
    protected abstract List<String> told(UUID user);

    @Test
    void tellsEachRecipient() {
        put(notice(UUID.randomUUID(), "Late"), ada, grace);
        assertThat(told(ada)).containsExactly("Late");
        assertThat(told(grace)).containsExactly("Late");
    }

    @Test
    void tellsNobodyElse() {
        put(notice(UUID.randomUUID(), "Late"), ada);
        put(notice(UUID.randomUUID(), "Nobody's"));
        assertThat(told(grace)).isEmpty();
        assertThat(told(ada)).containsExactly("Late");
    }

    @Test
    void tellsAPersonOfAnEventOnceWhicheverNoticeComesFirst() {
        var event = UUID.randomUUID();
        put(notice(event, "Assigned"), ada);
        put(notice(event, "New"), ada, grace);
        put(notice(event, "New"), ada, grace);
        assertThat(told(ada)).containsExactly("Assigned");
        assertThat(told(grace)).containsExactly("New");
    }

    @Test
    void tellsNothingOfWhatWasRolledBack() {
        try {
            system.run("inapp", () -> {
                channel().put(notice(UUID.randomUUID(), "Undone"), List.of(new Recipient(ada, List.of())));
                throw new IllegalStateException("undone");
            });
        } catch (IllegalStateException _) {
            // rolled back
        }
        assertThat(told(ada)).isEmpty();
    }

    private void put(Notice notice, UUID... users) {
        var recipients = List.of(users).stream()
                .sorted()
                .map(user -> new Recipient(user, List.of()))
                .toList();
        system.run("inapp", () -> channel().put(notice, recipients));
    }

    private Notice notice(UUID event, String title) {
        var to = new Addressees(
                tenant,
                NotificationKind.TICKET_CREATED,
                Set.of(),
                Set.of(),
                List.of(new Audience("tickets.read", List.of())),
                "system:test");
        return new Notice(to, event, clock.instant(), "tickets", UUID.randomUUID(), title);
    }
}
