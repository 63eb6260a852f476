package io.deskwire.tickets.ticket;

import static org.assertj.core.api.Assertions.assertThat;

import io.deskwire.common.identity.TenantId;
import io.deskwire.common.identity.UserId;
import io.deskwire.tickets.ticket.Decision.Changed;
import io.deskwire.tickets.ticket.Decision.Impossible;
import io.deskwire.tickets.ticket.Decision.NotForRequester;
import io.deskwire.tickets.ticket.Decision.Unchanged;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class TicketTests {
    private static final Instant MORNING = Instant.parse("2026-11-21T08:00:00Z");
    private static final Instant NOON = MORNING.plus(Duration.ofHours(4));
    private static final Instant EVENING = NOON.plus(Duration.ofHours(6));
    private static final UserId ANN = new UserId(UUID.randomUUID());
    private static final UserId BOB = new UserId(UUID.randomUUID());

    private final Ticket open = Ticket.opened(
            new TicketId(UUID.randomUUID()),
            new TenantId(UUID.randomUUID()),
            new TicketDraft(TicketContent.blank(), null, null, null),
            null,
            ANN,
            true,
            MORNING);

    @Test
    void opensAsTheCreatorsOwn() {
        assertThat(open.status()).isEqualTo(TicketStatus.OPEN);
        assertThat(open.priority()).isEqualTo(Priority.NORMAL);
        assertThat(open.version()).isEqualTo(1);
        assertThat(open.requesterUser()).isEqualTo(ANN);
        assertThat(open.createdBy()).isEqualTo(open.updatedBy());
    }

    @Test
    void aChangeCountsTheVersionAndSaysWhoAndWhen() {
        var after = become(open, TicketStatus.PENDING, NOON);

        assertThat(after.version()).isEqualTo(2);
        assertThat(after.updatedBy()).isEqualTo(BOB);
        assertThat(after.updatedAt()).isEqualTo(NOON);
        assertThat(after.createdBy()).isEqualTo(ANN);
        assertThat(after.createdAt()).isEqualTo(MORNING);
    }

    @Test
    void theSameAgainIsNoChange() {
        assertThat(open.change(open.present(), BOB, NOON)).isEqualTo(new Unchanged());
    }

    @ParameterizedTest
    @CsvSource({
        "OPEN,PENDING", "OPEN,ON_HOLD", "OPEN,SOLVED", "OPEN,CLOSED", "PENDING,OPEN", "PENDING,ON_HOLD",
        "PENDING,SOLVED", "PENDING,CLOSED", "ON_HOLD,OPEN", "ON_HOLD,PENDING", "ON_HOLD,SOLVED", "ON_HOLD,CLOSED",
        "SOLVED,OPEN", "SOLVED,CLOSED"
    })
    void mayBecome(TicketStatus from, TicketStatus to) {
        var ticket = from == TicketStatus.OPEN ? open : become(open, from, NOON);

        assertThat(become(ticket, to, EVENING).status()).isEqualTo(to);
    }

    @ParameterizedTest
    @CsvSource({"SOLVED,PENDING", "SOLVED,ON_HOLD", "CLOSED,OPEN", "CLOSED,PENDING", "CLOSED,ON_HOLD", "CLOSED,SOLVED"})
    void mayNotBecome(TicketStatus from, TicketStatus to) {
        var ticket = become(open, from, NOON);

        assertThat(ticket.change(ticket.present().with(to), BOB, EVENING)).isInstanceOf(Impossible.class);
    }

    @Test
    void datesItsEndOnceAndForgetsItWhenReopened() {
        var solved = become(open, TicketStatus.SOLVED, NOON);
        assertThat(solved.solvedAt()).isEqualTo(NOON);
        assertThat(solved.closedAt()).isNull();

        var closed = become(solved, TicketStatus.CLOSED, EVENING);
        assertThat(closed.solvedAt()).isEqualTo(NOON);
        assertThat(closed.closedAt()).isEqualTo(EVENING);

        assertThat(become(solved, TicketStatus.OPEN, EVENING).solvedAt()).isNull();
        assertThat(become(open, TicketStatus.CLOSED, NOON).solvedAt()).isEqualTo(NOON);
    }

    @Test
    void whoAskedMaySayItIsSolvedAndThatItIsNot() {
        var solved = changed(open.changeByRequester(open.present().with(TicketStatus.SOLVED), ANN, NOON));

        assertThat(changed(solved.changeByRequester(solved.present().with(TicketStatus.OPEN), ANN, EVENING))
                        .status())
                .isEqualTo(TicketStatus.OPEN);
    }

    @ParameterizedTest
    @EnumSource(
            value = TicketStatus.class,
            names = {"PENDING", "ON_HOLD", "CLOSED"})
    void whoAskedMayNotSayHowTheTeamWorks(TicketStatus status) {
        assertThat(open.changeByRequester(open.present().with(status), ANN, NOON))
                .isInstanceOf(NotForRequester.class);
    }

    @Test
    void whoAskedMayNotRewriteIt() {
        var content = new TicketContent(
                "other",
                null,
                Priority.URGENT,
                null,
                List.of(),
                TicketContent.blank().customFields());

        assertThat(open.changeByRequester(open.present().with(content), ANN, NOON))
                .isInstanceOf(NotForRequester.class);
    }

    private static Ticket become(Ticket ticket, TicketStatus status, Instant now) {
        return changed(ticket.change(ticket.present().with(status), BOB, now));
    }

    private static Ticket changed(Decision decision) {
        assertThat(decision).isInstanceOf(Changed.class);
        return ((Changed) decision).after();
    }
}
