package io.deskwire.tickets.ticket;

import static org.assertj.core.api.Assertions.assertThat;

import io.deskwire.common.event.Audience;
import io.deskwire.common.identity.Actor;
import io.deskwire.common.identity.TenantId;
import io.deskwire.common.identity.UserId;
import io.deskwire.tickets.platform.CustomFields;
import io.deskwire.tickets.ticket.Decision.Changed;
import io.deskwire.tickets.ticket.Decision.Impossible;
import io.deskwire.tickets.ticket.Decision.Misfit;
import io.deskwire.tickets.ticket.Decision.NotForRequester;
import io.deskwire.tickets.ticket.Decision.Unchanged;
import io.deskwire.tickets.ticket.Ticket.Origin;
import io.deskwire.tickets.ticket.Ticket.People;
import io.deskwire.tickets.ticket.TicketStatus.Mover;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

class TicketTests {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final Instant MORNING = Instant.parse("2026-11-21T08:00:00Z");
    private static final Instant NOON = MORNING.plus(Duration.ofHours(4));
    private static final Instant EVENING = NOON.plus(Duration.ofHours(6));
    private static final UserId ANN_ID = new UserId(UUID.randomUUID());
    private static final Actor ANN = Actor.user(ANN_ID);
    private static final Actor BOB = Actor.user(new UserId(UUID.randomUUID()));

    private final Ticket open = Ticket.opened(
            new TicketId(UUID.randomUUID()),
            new TenantId(UUID.randomUUID()),
            new TicketDraft(TicketPatch.of(JSON.createObjectNode()), null, new Origin(null, null, null, null)),
            People.asking(null, ANN_ID),
            ANN,
            MORNING);

    @Test
    void opensAsTheCreatorsOwn() {
        assertThat(open.content().status()).isEqualTo(TicketStatus.OPEN);
        assertThat(open.content().priority()).isEqualTo(Priority.NORMAL);
        assertThat(open.version()).isEqualTo(1);
        assertThat(open.people().requesterUser()).isEqualTo(ANN_ID);
        assertThat(open.stamp().createdBy()).isEqualTo(open.stamp().updatedBy());
    }

    @Test
    void aChangeCountsTheVersionAndSaysWhoAndWhen() {
        var after = become(open, TicketStatus.PENDING, NOON);

        assertThat(after.version()).isEqualTo(2);
        assertThat(after.stamp().updatedBy()).isEqualTo(BOB.subject());
        assertThat(after.stamp().updatedAt()).isEqualTo(NOON);
        assertThat(after.stamp().createdBy()).isEqualTo(ANN_ID);
        assertThat(after.stamp().createdAt()).isEqualTo(MORNING);
    }

    @Test
    void theSameAgainIsNoChange() {
        assertThat(open.change(patch("{\"status\":\"open\",\"tags\":[]}"), BOB, NOON))
                .isEqualTo(new Unchanged());
    }

    @ParameterizedTest
    @CsvSource({
        "OPEN,PENDING", "OPEN,ON_HOLD", "OPEN,SOLVED", "OPEN,CLOSED", "PENDING,OPEN", "PENDING,ON_HOLD",
        "PENDING,SOLVED", "PENDING,CLOSED", "ON_HOLD,OPEN", "ON_HOLD,PENDING", "ON_HOLD,SOLVED", "ON_HOLD,CLOSED",
        "SOLVED,OPEN", "SOLVED,CLOSED"
    })
    void mayBecome(TicketStatus from, TicketStatus to) {
        var ticket = from == TicketStatus.OPEN ? open : become(open, from, NOON);

        assertThat(become(ticket, to, EVENING).content().status()).isEqualTo(to);
    }

    @ParameterizedTest
    @CsvSource({"SOLVED,PENDING", "SOLVED,ON_HOLD", "CLOSED,OPEN", "CLOSED,PENDING", "CLOSED,ON_HOLD", "CLOSED,SOLVED"})
    void mayNotBecome(TicketStatus from, TicketStatus to) {
        var ticket = become(open, from, NOON);

        assertThat(ticket.change(status(to), BOB, EVENING)).isInstanceOf(Impossible.class);
    }

    @Test
    void whatIsClosedAnAdminMayOpenAgain() {
        var closed = become(open, TicketStatus.CLOSED, NOON);

        var after = changed(closed.change(status(TicketStatus.OPEN), Mover.ADMIN, BOB, EVENING));

        assertThat(after.content().status()).isEqualTo(TicketStatus.OPEN);
        assertThat(after.ends().closedAt()).isNull();
        assertThat(closed.change(status(TicketStatus.PENDING), Mover.ADMIN, BOB, EVENING))
                .isInstanceOf(Impossible.class);
    }

    @Test
    void comesOutOfTheTrashAsItWas() {
        var closed = become(open, TicketStatus.CLOSED, NOON);

        var trashed = closed.deleted(BOB, EVENING);
        assertThat(trashed.ends().deletedAt()).isEqualTo(EVENING);
        assertThat(trashed.audience()).isEqualTo(new Audience("tickets.delete", List.of(), List.of("tickets.read")));

        var restored = trashed.restored(BOB, EVENING);
        assertThat(restored.version()).isEqualTo(closed.version() + 2);
        assertThat(restored.content()).isEqualTo(closed.content());
        assertThat(restored.ends()).isEqualTo(closed.ends());
        assertThat(restored.audience()).isEqualTo(closed.audience());
    }

    @Test
    void datesItsEndOnceAndForgetsItWhenReopened() {
        var solved = become(open, TicketStatus.SOLVED, NOON);
        assertThat(solved.ends().solvedAt()).isEqualTo(NOON);
        assertThat(solved.ends().closedAt()).isNull();

        var closed = become(solved, TicketStatus.CLOSED, EVENING);
        assertThat(closed.ends().solvedAt()).isEqualTo(NOON);
        assertThat(closed.ends().closedAt()).isEqualTo(EVENING);

        assertThat(become(solved, TicketStatus.OPEN, EVENING).ends().solvedAt()).isNull();
        assertThat(become(open, TicketStatus.CLOSED, NOON).ends().solvedAt()).isEqualTo(NOON);
    }

    @Test
    void whoAskedMaySayItIsSolvedAndThatItIsNot() {
        var solved = changed(open.changeByRequester(status(TicketStatus.SOLVED), CustomFields.none(), ANN, NOON));

        assertThat(changed(solved.changeByRequester(status(TicketStatus.OPEN), CustomFields.none(), ANN, EVENING))
                        .content()
                        .status())
                .isEqualTo(TicketStatus.OPEN);
    }

    @ParameterizedTest
    @EnumSource(
            value = TicketStatus.class,
            names = {"PENDING", "ON_HOLD", "CLOSED"})
    void whoAskedMayNotSayHowTheTeamWorks(TicketStatus status) {
        assertThat(open.changeByRequester(status(status), CustomFields.none(), ANN, NOON))
                .isInstanceOf(NotForRequester.class);
    }

    @Test
    void whoAskedMayNotRewriteIt() {
        assertThat(open.changeByRequester(patch("{\"subject\":\"other\"}"), CustomFields.none(), ANN, NOON))
                .isInstanceOf(NotForRequester.class);
        assertThat(open.changeByRequester(
                        patch("{\"team_id\":\"%s\"}".formatted(UUID.randomUUID())), CustomFields.none(), ANN, NOON))
                .isInstanceOf(NotForRequester.class);
    }

    @Test
    void whoAskedMayFillInTheFieldsThatAreOpenToThem() {
        var waiting = become(open, TicketStatus.PENDING, NOON);
        var fields = CustomFields.none().put("order", "17");

        var after = changed(waiting.changeByRequester(TicketPatch.none(), fields, ANN, EVENING));
        assertThat(after.content().customFields()).isEqualTo(fields);
        assertThat(after.content().status()).isEqualTo(TicketStatus.PENDING);
        assertThat(waiting.changeByRequester(TicketPatch.none(), CustomFields.none(), ANN, EVENING))
                .isEqualTo(new Unchanged());
    }

    @Test
    void nobodyIsNotedWhereTheSystemChangesIt() {
        var after = changed(open.change(status(TicketStatus.CLOSED), Actor.system("auto-close"), NOON));

        assertThat(after.stamp().updatedBy()).isNull();
        assertThat(after.stamp().createdBy()).isEqualTo(ANN_ID);
    }

    @Test
    void aMergeThatGrowsTooLargeIsAMisfit() {
        var half = "x".repeat(9_000);
        var first = changed(open.change(patch("{\"custom_fields\":{\"a\":\"%s\"}}".formatted(half)), BOB, NOON));

        assertThat(first.change(patch("{\"custom_fields\":{\"b\":\"%s\"}}".formatted(half)), BOB, NOON))
                .isInstanceOf(Misfit.class);
    }

    private static Ticket become(Ticket ticket, TicketStatus status, Instant now) {
        return changed(ticket.change(status(status), BOB, now));
    }

    private static TicketPatch status(TicketStatus status) {
        return patch("{\"status\":\"%s\"}".formatted(status.name().toLowerCase(Locale.ROOT)));
    }

    private static TicketPatch patch(String json) {
        return TicketPatch.of(JSON.readValue(json, ObjectNode.class));
    }

    private static Ticket changed(Decision decision) {
        assertThat(decision).isInstanceOf(Changed.class);
        return ((Changed) decision).after();
    }
}
