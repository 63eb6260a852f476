package io.deskwire.notification.inapp;

import io.deskwire.common.event.CloudEvent;
import io.deskwire.common.id.Uuid7;
import io.deskwire.notification.directory.SeenTicket;
import io.deskwire.notification.preference.NotificationKind;
import io.deskwire.notification.recipient.Addressees;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// What an event is worth telling, and whom.
///
/// @param table with `subject`: what it is about
record Notice(Addressees to, UUID event, Instant occurredAt, String table, UUID subject, String title) {

    /// Characters, not halves of them.
    private static final int TITLE_MAX = 300;

    Notice {
        title = title.codePointCount(0, title.length()) <= TITLE_MAX
                ? title
                : title.substring(0, title.offsetByCodePoints(0, TITLE_MAX - 1)) + "…";
    }

    /// The defaults of the contract. More special ones come first: a person is told of an event once.
    ///
    /// @param ticket the ticket that a comment belongs to; null where it is unknown or the event is no comment
    static List<Notice> of(CloudEvent event, @Nullable SeenTicket ticket) {
        var row = event.row();
        return switch (event.type()) {
            case "ticket.created" -> ticketCreated(event, row);
            case "ticket.updated" ->
                changed(event, "assignee_id") ? assigned(event, row).toList() : List.of();
            case "comment.created" -> ticket == null ? List.of() : commented(event, ticket);
            case "job.failed" -> jobFailed(event, row);
            case "pairing.requested" -> pairingRequested(event, row);
            default -> List.of(); // types are strings of other services; those we do not know tell nobody
        };
    }

    private static List<Notice> ticketCreated(CloudEvent event, JsonNode row) {
        var title = "New ticket: " + row.path("subject").asString("");
        var created = about(event, NotificationKind.TICKET_CREATED, Set.of("admin", "agent"), Set.of(), title);
        return Stream.concat(assigned(event, row), created).toList();
    }

    private static Stream<Notice> assigned(CloudEvent event, JsonNode row) {
        var assignee = id(row, "assignee_id");
        var title = "Assigned to you: " + row.path("subject").asString("");
        return assignee == null
                ? Stream.of()
                : about(event, NotificationKind.TICKET_ASSIGNED, Set.of(), Set.of(assignee), title);
    }

    /// The text quotes the ticket, so its audience counts beside the comment's.
    private static List<Notice> commented(CloudEvent event, SeenTicket ticket) {
        var people = Stream.of(ticket.assignee(), ticket.createdBy())
                .filter(Objects::nonNull)
                .collect(Collectors.toSet());
        var to = new Addressees(
                event.tenant(),
                NotificationKind.COMMENT_CREATED,
                Set.of(),
                people,
                List.of(event.audience(), ticket.audience()),
                event.actor());
        return List.of(new Notice(
                to, event.id(), event.time(), "tickets", ticket.id(), "New comment on: " + ticket.subject()));
    }

    private static List<Notice> jobFailed(CloudEvent event, JsonNode row) {
        var title = "Job needs attention: " + row.path("type").asString("");
        return "FAILED_NEEDS_ATTENTION".equals(row.path("status").asString(""))
                ? about(event, NotificationKind.JOB_NEEDS_ATTENTION, Set.of("admin"), Set.of(), title)
                        .toList()
                : List.of();
    }

    private static List<Notice> pairingRequested(CloudEvent event, JsonNode row) {
        var device = row.path("device_name").asString(row.path("device_id").asString(""));
        var title =
                "Pairing requested: %s on %s".formatted(row.path("agent_type").asString("agent"), device);
        return about(event, NotificationKind.PAIRING_REQUESTED, Set.of("admin"), Set.of(), title)
                .toList();
    }

    /// Empty where the event's subject is no id: nothing could lead there.
    private static Stream<Notice> about(
            CloudEvent event, NotificationKind kind, Set<String> roles, Set<UUID> users, String title) {
        var table = event.data().path("table").asString("");
        var to = new Addressees(event.tenant(), kind, roles, users, List.of(event.audience()), event.actor());
        return Uuid7.parse(event.subject()).stream()
                .map(subject -> new Notice(to, event.id(), event.time(), table, subject, title));
    }

    private static boolean changed(CloudEvent event, String field) {
        return event.data().path("changed").valueStream().anyMatch(name -> field.equals(name.asString("")));
    }

    static @Nullable UUID id(JsonNode row, String field) {
        return Uuid7.parse(row.path(field).asString("")).orElse(null);
    }
}
