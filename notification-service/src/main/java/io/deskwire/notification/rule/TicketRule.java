package io.deskwire.notification.rule;

import io.deskwire.common.event.CloudEvent;
import io.deskwire.common.id.Uuid7;
import io.deskwire.notification.preference.NotificationKind;
import io.deskwire.notification.recipient.Addressees;
import io.deskwire.notification.seenticket.SeenTicket;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/// Tickets and their comments.
final class TicketRule implements Rule {
    @Override
    public Set<String> types() {
        return Set.of("ticket.created", "ticket.updated", "comment.created");
    }

    @Override
    public List<Notice> of(CloudEvent event, Function<UUID, Optional<SeenTicket>> tickets) {
        return switch (event.type()) {
            case "ticket.created" ->
                Stream.concat(assigned(event), created(event)).toList();
            case "ticket.updated" ->
                changed(event, "assignee_id") ? assigned(event).toList() : List.of();
            case "comment.created" ->
                id(event.row(), "ticket_id")
                        .flatMap(tickets)
                        .map(ticket -> commented(event, ticket))
                        .orElse(List.of());
            default -> List.of();
        };
    }

    private static Stream<Notice> created(CloudEvent event) {
        return Notice.about(
                event,
                NotificationKind.TICKET_CREATED,
                Set.of("admin", "agent"),
                Set.of(),
                Titles.newTicket(subject(event)));
    }

    private static Stream<Notice> assigned(CloudEvent event) {
        return id(event.row(), "assignee_id").stream()
                .flatMap(assignee -> Notice.about(
                        event,
                        NotificationKind.TICKET_ASSIGNED,
                        Set.of(),
                        Set.of(assignee),
                        Titles.assignedToYou(subject(event))));
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
        return List.of(
                new Notice(to, event.id(), event.time(), "tickets", ticket.id(), Titles.newComment(ticket.subject())));
    }

    private static String subject(CloudEvent event) {
        return event.row().path("subject").asString("");
    }

    private static boolean changed(CloudEvent event, String field) {
        return event.data().path("changed").valueStream().anyMatch(name -> field.equals(name.asString("")));
    }

    private static Optional<UUID> id(JsonNode row, String field) {
        return Uuid7.parse(row.path(field).asString(""));
    }
}
