package io.deskwire.notification.inapp;

import static org.assertj.core.api.Assertions.assertThat;

import io.deskwire.common.event.Audience;
import io.deskwire.common.event.CloudEvent;
import io.deskwire.common.json.WireJson;
import io.deskwire.notification.directory.SeenTicket;
import io.deskwire.notification.preference.NotificationKind;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/// Whom an event is worth telling.
class NoticeTests {
    private static final Audience READERS = new Audience("tickets.read", List.of());

    private final UUID tenant = UUID.randomUUID();
    private final UUID assignee = UUID.randomUUID();
    private final UUID creator = UUID.randomUUID();
    private final UUID subject = UUID.randomUUID();

    @Test
    void aNewTicketIsForAdminsAndAgentsAndFirstOfAllForItsAssignee() {
        var notices = Notice.of(event("ticket.created", Map.of("subject", "Late", "assignee_id", assignee)), null);
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
        assertThat(Notice.of(event("ticket.updated", Map.of("assignee_id", assignee), "assignee_id"), null))
                .singleElement()
                .satisfies(notice -> assertThat(notice.to().users()).containsExactly(assignee));
        assertThat(Notice.of(event("ticket.updated", Map.of("assignee_id", assignee), "status"), null))
                .isEmpty();
        assertThat(Notice.of(event("ticket.updated", Map.of("subject", "x"), "assignee_id"), null))
                .isEmpty();
    }

    @Test
    void aCommentIsForTheTicketsPeopleWhoMaySeeBoth() {
        var ofTicket = new Audience("tickets.read", List.of(creator));
        var ticket = new SeenTicket(tenant, UUID.randomUUID(), "Late", assignee, creator, ofTicket, 1);
        assertThat(Notice.of(event("comment.created", Map.of()), ticket))
                .singleElement()
                .satisfies(notice -> {
                    assertThat(notice.to().users()).containsExactlyInAnyOrder(assignee, creator);
                    assertThat(notice.to().roles()).isEmpty();
                    assertThat(notice.to().audiences()).containsExactly(READERS, ofTicket);
                    assertThat(notice.table()).isEqualTo("tickets");
                    assertThat(notice.subject()).isEqualTo(ticket.id());
                });
        assertThat(Notice.of(event("comment.created", Map.of()), null)).isEmpty();
    }

    @Test
    void onlyAJobThatNeedsAttentionIsTold() {
        assertThat(Notice.of(event("job.failed", Map.of("type", "X", "status", "QUEUED")), null))
                .isEmpty();
        assertThat(Notice.of(event("job.failed", Map.of("type", "X", "status", "FAILED_NEEDS_ATTENTION")), null))
                .singleElement()
                .satisfies(notice -> assertThat(notice.to().roles()).isEqualTo(Set.of("admin")));
    }

    @Test
    void aLongTitleIsCutBetweenCharacters() {
        var subject = "x" + "😀".repeat(400);
        assertThat(Notice.of(event("ticket.created", Map.of("subject", subject)), null))
                .singleElement()
                .satisfies(notice -> {
                    assertThat(notice.title()).isEqualTo("New ticket: x" + "😀".repeat(286) + "…");
                    assertThat(notice.title().codePointCount(0, notice.title().length()))
                            .isEqualTo(300);
                });
        var fits = "😀".repeat(300 - "New ticket: ".length());
        assertThat(Notice.of(event("ticket.created", Map.of("subject", fits)), null))
                .singleElement()
                .satisfies(notice -> assertThat(notice.title()).isEqualTo("New ticket: " + fits));
    }

    @Test
    void whatItDoesNotKnowTellsNobody() {
        assertThat(Notice.of(event("ticket.praised", Map.of()), null)).isEmpty();
        assertThat(Notice.of(event("member.created", Map.of()), null)).isEmpty();
    }

    private CloudEvent event(String type, Map<String, ?> row, String... changed) {
        var record = new HashMap<String, Object>(row);
        record.put("id", subject);
        return new CloudEvent(
                UUID.randomUUID(),
                "deskwire/test",
                type,
                subject.toString(),
                1,
                Instant.EPOCH,
                tenant,
                "user:" + UUID.randomUUID(),
                null,
                READERS,
                WireJson.mapper()
                        .valueToTree(Map.of("table", "tickets", "record", record, "changed", List.of(changed))));
    }
}
