package io.deskwire.notification.rule;

import io.deskwire.common.event.CloudEvent;
import io.deskwire.common.id.Uuid7;
import io.deskwire.notification.preference.NotificationKind;
import io.deskwire.notification.recipient.Addressees;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;

/// What an event is worth telling, and whom.
///
/// @param table with `subject`: what it is about
public record Notice(Addressees to, UUID event, Instant occurredAt, String table, UUID subject, String title) {

    /// Characters, not halves of them.
    private static final int TITLE_MAX = 300;

    public Notice {
        title = title.codePointCount(0, title.length()) <= TITLE_MAX
                ? title
                : title.substring(0, title.offsetByCodePoints(0, TITLE_MAX - 1)) + "…";
    }

    /// About the row that the event tells of. Empty where the event's subject is no id: nothing could lead there.
    static Stream<Notice> about(
            CloudEvent event, NotificationKind kind, Set<String> roles, Set<UUID> users, String title) {
        var table = event.data().path("table").asString("");
        var to = new Addressees(event.tenant(), kind, roles, users, List.of(event.audience()), event.actor());
        return Uuid7.parse(event.subject()).stream()
                .map(subject -> new Notice(to, event.id(), event.time(), table, subject, title));
    }
}
