package io.deskwire.notification.inapp;

import io.deskwire.common.event.CloudEvent;
import io.deskwire.common.id.Uuid7;
import io.deskwire.notification.directory.SeenTicket;
import io.deskwire.notification.preference.NotificationKind;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// What an event is worth telling, and to whom of its tenant: members of these roles, and these members.
///
/// @param internal not for clients, who may not see what it is about
record Notice(
        UUID tenant,
        UUID event,
        NotificationKind kind,
        Instant occurredAt,
        Set<String> roles,
        Set<UUID> users,
        boolean internal,
        String actor,
        String table,
        UUID subject,
        String title) {

    private static final int TITLE_MAX = 300;

    Notice {
        roles = Set.copyOf(roles);
        users = Set.copyOf(users);
        title = title.length() <= TITLE_MAX ? title : title.substring(0, TITLE_MAX - 1) + "…";
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
            case "comment.created" -> ticket == null ? List.of() : commented(event, row, ticket);
            case "job.failed" -> jobFailed(event, row);
            case "pairing.requested" -> pairingRequested(event, row);
            default -> List.of(); // types are strings of other services; those we do not know tell nobody
        };
    }

    /// Nobody is told of what it did itself.
    boolean concerns(UUID user) {
        return !actor.equals("user:" + user);
    }

    private static List<Notice> ticketCreated(CloudEvent event, JsonNode row) {
        var created = about(
                event,
                NotificationKind.TICKET_CREATED,
                Set.of("admin", "agent"),
                Set.of(),
                "New ticket: " + row.path("subject").asString(""));
        return Stream.concat(assigned(event, row), created).toList();
    }

    private static Stream<Notice> assigned(CloudEvent event, JsonNode row) {
        var assignee = id(row, "assignee_id");
        return assignee == null
                ? Stream.of()
                : about(
                        event,
                        NotificationKind.TICKET_ASSIGNED,
                        Set.of(),
                        Set.of(assignee),
                        "Assigned to you: " + row.path("subject").asString(""));
    }

    private static List<Notice> commented(CloudEvent event, JsonNode row, SeenTicket ticket) {
        var people = Stream.of(ticket.assignee(), ticket.createdBy()).<UUID>mapMulti((user, found) -> {
            if (user != null) {
                found.accept(user);
            }
        });
        var internal = !"public".equals(row.path("visibility").asString("internal"));
        return List.of(new Notice(
                event.tenant(),
                event.id(),
                NotificationKind.COMMENT_CREATED,
                event.time(),
                Set.of(),
                Set.copyOf(people.distinct().toList()),
                internal,
                event.actor(),
                "tickets",
                ticket.id(),
                "New comment on: " + ticket.subject()));
    }

    private static List<Notice> jobFailed(CloudEvent event, JsonNode row) {
        return "FAILED_NEEDS_ATTENTION".equals(row.path("status").asString(""))
                ? about(
                                event,
                                NotificationKind.JOB_NEEDS_ATTENTION,
                                Set.of("admin"),
                                Set.of(),
                                "Job needs attention: " + row.path("type").asString(""))
                        .toList()
                : List.of();
    }

    private static List<Notice> pairingRequested(CloudEvent event, JsonNode row) {
        var device = row.path("device_name").asString(row.path("device_id").asString(""));
        return about(
                        event,
                        NotificationKind.PAIRING_REQUESTED,
                        Set.of("admin"),
                        Set.of(),
                        "Pairing requested: %s on %s"
                                .formatted(row.path("agent_type").asString("agent"), device))
                .toList();
    }

    /// Empty where the event's subject is no id: nothing could lead there.
    private static Stream<Notice> about(
            CloudEvent event, NotificationKind kind, Set<String> roles, Set<UUID> users, String title) {
        var table = event.data().path("table").asString("");
        return Uuid7.parse(event.subject()).stream()
                .map(subject -> new Notice(
                        event.tenant(),
                        event.id(),
                        kind,
                        event.time(),
                        roles,
                        users,
                        false,
                        event.actor(),
                        table,
                        subject,
                        title));
    }

    private static boolean changed(CloudEvent event, String field) {
        return event.data().path("changed").valueStream().anyMatch(name -> field.equals(name.asString("")));
    }

    static @Nullable UUID id(JsonNode row, String field) {
        return Uuid7.parse(row.path(field).asString("")).orElse(null);
    }
}
