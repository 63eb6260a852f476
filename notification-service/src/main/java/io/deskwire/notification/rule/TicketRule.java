package io.deskwire.notification.rule;

import io.deskwire.common.event.CloudEvent;
import io.deskwire.notification.preference.NotificationKind;
import io.deskwire.notification.recipient.Addressees;
import io.deskwire.notification.seenticket.SeenTicket;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Tickets and their comments.
final class TicketRule implements Rule {
    private static final Map<String, Telling> BY_TYPE = Map.of(
            "ticket.created", (event, _) -> Stream.concat(assigned(event), created(event)),
            "ticket.updated",
                    (event, _) -> Stream.concat(
                            changed(event, "assignee_id") ? assigned(event) : Stream.empty(), moved(event)),
            "ticket.merged", (event, _) -> moved(event),
            "ticket.unmerged", (event, _) -> moved(event),
            "comment.created",
                    (event, tickets) -> ticket(event, tickets)
                            .flatMap(ticket -> Stream.concat(mentioned(event, ticket), commented(event, ticket))),
            "comment.updated",
                    (event, tickets) -> newlyMentioned(event).isEmpty()
                            ? Stream.empty()
                            : ticket(event, tickets).flatMap(ticket -> mentioned(event, ticket)));

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

    /// Empty where its status is as it was, or nobody follows it.
    private static Stream<Notice> moved(CloudEvent event) {
        var followers = SeenTicket.ids(event.row(), "followers");
        return !changed(event, "status") || followers.isEmpty()
                ? Stream.empty()
                : Notice.about(
                        event,
                        NotificationKind.TICKET_STATUS,
                        Set.of(),
                        followers,
                        Titles.nowHasStatus(event.row().path("status").asString(""), subject(event)));
    }

    private static Stream<SeenTicket> ticket(CloudEvent comment, Function<UUID, Optional<SeenTicket>> tickets) {
        return comment.rowId("ticket_id").flatMap(tickets).stream();
    }

    private static Stream<Notice> commented(CloudEvent event, SeenTicket ticket) {
        var people = Stream.concat(Stream.of(ticket.assignee(), ticket.createdBy()), ticket.followers().stream())
                .filter(Objects::nonNull)
                .collect(Collectors.toSet());
        return onTicket(event, ticket, NotificationKind.COMMENT_CREATED, people, Titles.newComment(ticket.subject()));
    }

    private static Stream<Notice> mentioned(CloudEvent event, SeenTicket ticket) {
        return onTicket(
                event,
                ticket,
                NotificationKind.COMMENT_MENTIONED,
                newlyMentioned(event),
                Titles.mentionedYou(ticket.subject()));
    }

    /// The text quotes the ticket, so its audience counts beside the comment's. Empty where nobody is meant.
    private static Stream<Notice> onTicket(
            CloudEvent event, SeenTicket ticket, NotificationKind kind, Set<UUID> people, String title) {
        if (people.isEmpty()) {
            return Stream.empty();
        }
        var to = new Addressees(
                event.tenant(), kind, Set.of(), people, List.of(event.audience(), ticket.audience()), event.actor());
        return Stream.of(new Notice(to, event.id(), event.time(), "tickets", ticket.id(), title));
    }

    /// Whom a comment mentions, and before a change of it did not.
    private static Set<UUID> newlyMentioned(CloudEvent event) {
        var users = new HashSet<>(SeenTicket.ids(event.row(), "mentions"));
        users.removeAll(SeenTicket.ids(event.data().path("old_record"), "mentions"));
        return users;
    }

    private static String subject(CloudEvent event) {
        return event.row().path("subject").asString("");
    }

    private static boolean changed(CloudEvent event, String field) {
        return event.data().path("changed").valueStream().anyMatch(name -> field.equals(name.asString("")));
    }
}
