package io.deskwire.notification.rule;

import static org.assertj.core.api.Assertions.assertThat;

import io.deskwire.common.event.Audience;
import io.deskwire.common.event.CloudEvent;
import io.deskwire.common.json.WireJson;
import io.deskwire.notification.preference.NotificationKind;
import io.deskwire.notification.seenticket.SeenTicket;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

/// Whom an event is worth telling.
class RuleTests {
    private static final Audience READERS = new Audience("tickets.read", List.of());

    private final UUID tenant = UUID.randomUUID();
    private final UUID assignee = UUID.randomUUID();
    private final UUID creator = UUID.randomUUID();
    private final UUID follower = UUID.randomUUID();
    private final UUID subject = UUID.randomUUID();

    @Test
    void aNewTicketIsForAdminsAndAgentsAndFirstOfAllForItsAssignee() {
        var notices = Rule.notices(
                event("ticket.created", Map.of("subject", "Late", "assignee_id", assignee)), _ -> Optional.empty());
        assertThat(notices)
                .extracting(notice -> notice.to().kind())
                .containsExactly(NotificationKind.TICKET_ASSIGNED, NotificationKind.TICKET_CREATED);
        assertThat(notices.getFirst().to().users()).containsExactly(assignee);
        assertThat(notices.getLast().to().roles()).containsExactlyInAnyOrder("admin", "agent");
        assertThat(notices.getLast().title()).isEqualTo("New ticket: Late");
        assertThat(notices)
                .allSatisfy(notice -> assertThat(notice.to().audiences()).containsExactly(READERS));
    }

    @Test
    void aChangedTicketIsForItsNewAssigneeOnly() {
        assertThat(Rule.notices(
                        event("ticket.updated", Map.of("assignee_id", assignee), "assignee_id"), _ -> Optional.empty()))
                .singleElement()
                .satisfies(notice -> assertThat(notice.to().users()).containsExactly(assignee));
        assertThat(Rule.notices(
                        event("ticket.updated", Map.of("assignee_id", assignee), "status"), _ -> Optional.empty()))
                .isEmpty();
        assertThat(Rule.notices(event("ticket.updated", Map.of("subject", "x"), "assignee_id"), _ -> Optional.empty()))
                .isEmpty();
    }

    @Test
    void anotherStatusIsForThoseWhoFollowTheTicket() {
        var row = Map.of("subject", "Late", "status", "on_hold", "followers", List.of(follower));
        assertThat(Rule.notices(event("ticket.updated", row, "status"), _ -> Optional.empty()))
                .singleElement()
                .satisfies(notice -> {
                    assertThat(notice.to().kind()).isEqualTo(NotificationKind.TICKET_STATUS);
                    assertThat(notice.to().users()).containsExactly(follower);
                    assertThat(notice.title()).isEqualTo("Now on hold: Late");
                });
        assertThat(Rule.notices(event("ticket.updated", row, "priority"), _ -> Optional.empty()))
                .isEmpty();
        assertThat(Rule.notices(event("ticket.merged", row, "status", "merged_into"), _ -> Optional.empty()))
                .hasSize(1);
        assertThat(Rule.notices(event("ticket.unmerged", row, "status", "merged_into"), _ -> Optional.empty()))
                .hasSize(1);
    }

    @Test
    void onlyWhatTheEventItselfSaysRulesItOut() {
        assertThat(Rule.mayTell(event("ticket.created", Map.of("subject", "Late"))))
                .isTrue();
        assertThat(Rule.mayTell(event("comment.created", Map.of("ticket_id", subject))))
                .isTrue();
        assertThat(Rule.mayTell(event("ticket.updated", Map.of("assignee_id", assignee), "assignee_id")))
                .isTrue();
        assertThat(Rule.mayTell(event("ticket.updated", Map.of("assignee_id", assignee), "status")))
                .isFalse();
        assertThat(Rule.mayTell(event("job.failed", Map.of("status", "QUEUED"))))
                .isFalse();
        assertThat(Rule.mayTell(event("job.created", Map.of()))).isFalse();
    }

    @Test
    void aCommentOnNobodysTicketIsForNobody() {
        var ticket = new SeenTicket(tenant, UUID.randomUUID(), "Late", null, null, Set.of(), READERS, 1);
        assertThat(Rule.notices(event("comment.created", Map.of("ticket_id", ticket.id())), _ -> Optional.of(ticket)))
                .isEmpty();
    }

    @Test
    void aCommentIsForTheTicketsPeopleWhoMaySeeBoth() {
        var ofTicket = new Audience("tickets.read", List.of(creator));
        var ticket =
                new SeenTicket(tenant, UUID.randomUUID(), "Late", assignee, creator, Set.of(follower), ofTicket, 1);
        assertThat(Rule.notices(event("comment.created", Map.of("ticket_id", ticket.id())), _ -> Optional.of(ticket)))
                .singleElement()
                .satisfies(notice -> {
                    assertThat(notice.to().users()).containsExactlyInAnyOrder(assignee, creator, follower);
                    assertThat(notice.to().roles()).isEmpty();
                    assertThat(notice.to().audiences()).containsExactly(READERS, ofTicket);
                    assertThat(notice.table()).isEqualTo("tickets");
                    assertThat(notice.subject()).isEqualTo(ticket.id());
                });
        assertThat(Rule.notices(event("comment.created", Map.of("ticket_id", subject)), _ -> Optional.empty()))
                .isEmpty();
    }

    @Test
    void aMentionIsToldFirstAndOnlyToThoseWhoMaySeeTheComment() {
        var mentioned = UUID.randomUUID();
        var ticket = new SeenTicket(tenant, UUID.randomUUID(), "Late", assignee, creator, Set.of(), READERS, 1);
        var comment = event("comment.created", Map.of("ticket_id", ticket.id(), "mentions", List.of(mentioned)));

        var notices = Rule.notices(comment, _ -> Optional.of(ticket));

        assertThat(notices)
                .extracting(notice -> notice.to().kind())
                .containsExactly(NotificationKind.COMMENT_MENTIONED, NotificationKind.COMMENT_CREATED);
        assertThat(notices.getFirst().to().users()).containsExactly(mentioned);
        assertThat(notices.getFirst().to().audiences()).containsExactly(comment.audience(), ticket.audience());
        assertThat(notices.getFirst().title()).isEqualTo("You were mentioned on: Late");
    }

    @Test
    void aChangedCommentIsForThoseWhomItDidNotMentionBefore() {
        var before = UUID.randomUUID();
        var now = UUID.randomUUID();
        var ticket = new SeenTicket(tenant, UUID.randomUUID(), "Late", assignee, creator, Set.of(), READERS, 1);

        assertThat(Rule.notices(edited(ticket, List.of(before), List.of(before, now)), _ -> Optional.of(ticket)))
                .singleElement()
                .satisfies(notice -> assertThat(notice.to().users()).containsExactly(now));
        var same = edited(ticket, List.of(before), List.of(before));
        assertThat(Rule.notices(same, _ -> Optional.of(ticket))).isEmpty();
        assertThat(Rule.mayTell(same)).isFalse();
    }

    private CloudEvent edited(SeenTicket ticket, List<UUID> before, List<UUID> now) {
        var event = event("comment.updated", Map.of("ticket_id", ticket.id(), "mentions", now), "body", "mentions");
        ((ObjectNode) event.data()).set("old_record", WireJson.mapper().valueToTree(Map.of("mentions", before)));
        return event;
    }

    @Test
    void onlyAJobThatNeedsAttentionIsTold() {
        assertThat(Rule.notices(event("job.failed", Map.of("type", "X", "status", "QUEUED")), _ -> Optional.empty()))
                .isEmpty();
        assertThat(Rule.notices(
                        event("job.failed", Map.of("type", "X", "status", "FAILED_NEEDS_ATTENTION")),
                        _ -> Optional.empty()))
                .singleElement()
                .satisfies(notice -> assertThat(notice.to().roles()).isEqualTo(Set.of("admin")));
    }

    @Test
    void aLongTitleIsCutBetweenCharacters() {
        var subject = "x" + "😀".repeat(400);
        assertThat(Rule.notices(event("ticket.created", Map.of("subject", subject)), _ -> Optional.empty()))
                .singleElement()
                .satisfies(notice -> {
                    assertThat(notice.title()).isEqualTo("New ticket: x" + "😀".repeat(286) + "…");
                    assertThat(notice.title().codePointCount(0, notice.title().length()))
                            .isEqualTo(300);
                });
        var fits = "😀".repeat(300 - "New ticket: ".length());
        assertThat(Rule.notices(event("ticket.created", Map.of("subject", fits)), _ -> Optional.empty()))
                .singleElement()
                .satisfies(notice -> assertThat(notice.title()).isEqualTo("New ticket: " + fits));
    }

    @Test
    void whatItDoesNotKnowTellsNobody() {
        assertThat(Rule.notices(event("ticket.praised", Map.of()), _ -> Optional.empty()))
                .isEmpty();
        assertThat(Rule.notices(event("member.created", Map.of()), _ -> Optional.empty()))
                .isEmpty();
    }

    private CloudEvent event(String type, Map<String, ?> row, String... changed) {
        var record = new HashMap<String, Object>(row);
        record.put("id", subject);
        return new CloudEvent(
                UUID.randomUUID(),
                type,
                new CloudEvent.Subject(subject.toString(), 1),
                Instant.EPOCH,
                tenant,
                "user:" + UUID.randomUUID(),
                new CloudEvent.Origin("deskwire/test", null),
                READERS,
                WireJson.mapper()
                        .valueToTree(Map.of("table", "tickets", "record", record, "changed", List.of(changed))));
    }
}
