package io.deskwire.notification.rule;

import io.deskwire.common.event.CloudEvent;
import io.deskwire.notification.preference.NotificationKind;
import io.deskwire.notification.recipient.Addressees;
import io.deskwire.notification.seenticket.SeenTicket;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Tickets and their comments.
final class TicketRule implements Rule {
    private static final Map<String, Telling> BY_TYPE = Map.of(
            "ticket.created", (event, _) -> Stream.concat(assigned(event), created(event)),
            "ticket.updated", (event, _) -> changed(event, "assignee_id") ? assigned(event) : Stream.empty(),
            "comment.created",
                    (event, tickets) -> event.rowId("ticket_id").flatMap(tickets).stream()
                            .flatMap(ticket -> commented(event, ticket)));

    @Override
    public Map<String, Telling> byType() {
        return BY_TYPE;
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
        return event.rowId("assignee_id").stream()
                .flatMap(assignee -> Notice.about(
                        event,
                        NotificationKind.TICKET_ASSIGNED,
                        Set.of(),
                        Set.of(assignee),
                        Titles.assignedToYou(subject(event))));
    }

    /// The text quotes the ticket, so its audience counts beside the comment's. Empty where the ticket is nobody's.
    private static Stream<Notice> commented(CloudEvent event, SeenTicket ticket) {
        var people = Stream.of(ticket.assignee(), ticket.createdBy())
                .filter(Objects::nonNull)
                .collect(Collectors.toSet());
        if (people.isEmpty()) {
            return Stream.empty();
        }
        var to = new Addressees(
                event.tenant(),
                NotificationKind.COMMENT_CREATED,
                Set.of(),
                people,
                List.of(event.audience(), ticket.audience()),
                event.actor());
        return Stream.of(
                new Notice(to, event.id(), event.time(), "tickets", ticket.id(), Titles.newComment(ticket.subject())));
    }

    private static String subject(CloudEvent event) {
        return event.row().path("subject").asString("");
    }

    private static boolean changed(CloudEvent event, String field) {
        return event.data().path("changed").valueStream().anyMatch(name -> field.equals(name.asString("")));
    }
}
