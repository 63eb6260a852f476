package io.deskwire.tickets.deadline;

import static org.assertj.core.api.Assertions.assertThat;

import io.deskwire.common.json.WireJson;
import io.deskwire.tickets.calendar.BusinessHours;
import io.deskwire.tickets.calendar.Week;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ReckoningTests {
    private static final UUID POLICY = UUID.fromString("0198f3a0-0000-7000-8000-000000000070");
    private static final Instant NINE = Instant.parse("2026-11-30T09:00:00Z");
    private static final Instant TEN = NINE.plus(Duration.ofHours(1));
    private static final Instant NOON = NINE.plus(Duration.ofHours(3));
    private static final Target TARGET =
            new Target(new Allowance("PT2H"), new Allowance("PT1H"), new Allowance("PT10H"));

    private static Deadlines reckoned(Progress progress, Instant now, @Nullable Instant solvedAt) {
        return new Reckoning(BusinessHours.ALWAYS, progress, now, 20).of(POLICY, TARGET, NINE, solvedAt);
    }

    private static Instant afterNine(int minutes) {
        return NINE.plus(Duration.ofMinutes(minutes));
    }

    @Test
    void aNewTicketHasToBeAnsweredAndSolved() {
        var deadlines = reckoned(Progress.begun(), NINE, null);

        assertThat(deadlines.sla())
                .isEqualTo(new Sla(
                        POLICY,
                        new SlaClock(afterNine(120), null, false, false),
                        null,
                        new SlaClock(afterNine(600), null, false, false)));
        assertThat(deadlines.firstResponseDueAt()).isEqualTo(afterNine(120));
        assertThat(deadlines.resolutionDueAt()).isEqualTo(afterNine(600));
        assertThat(deadlines.nextDueAt()).isEqualTo(afterNine(120));
        assertThat(deadlines.slaBreached()).isFalse();
    }

    @Test
    void warnsWhenAFifthOfTheTimeIsLeft() {
        assertThat(reckoned(Progress.begun(), NINE, null).warnAt()).isEqualTo(afterNine(96));
        assertThat(reckoned(Progress.begun().answered(TEN), TEN, null).warnAt()).isEqualTo(afterNine(480));
    }

    @Test
    void theTeamsFirstReplyMeetsTheFirstResponseAndNothingElse() {
        var deadlines = reckoned(Progress.begun().answered(TEN).answered(NOON), NOON, null);

        assertThat(first(deadlines)).isEqualTo(new SlaClock(afterNine(120), TEN, false, false));
        assertThat(sla(deadlines).nextResponse()).isNull();
        assertThat(deadlines.nextDueAt()).isEqualTo(afterNine(600));
    }

    @Test
    void isBreachedFromTheMomentOnAtWhichItIsDue() {
        var before = reckoned(Progress.begun(), afterNine(120).minusMillis(1), null);
        var due = reckoned(Progress.begun(), afterNine(120), null);

        assertThat(first(before).breached()).isFalse();
        assertThat(first(due)).isEqualTo(new SlaClock(afterNine(120), null, true, false));
        assertThat(due.slaBreached()).isTrue();
        assertThat(due.breaksSince(before)).isTrue();
        assertThat(due.breaksSince(due)).isFalse();
        assertThat(due.nextDueAt()).isEqualTo(afterNine(600));
        assertThat(first(reckoned(Progress.begun().answered(afterNine(120)), NOON, null))
                        .breached())
                .isFalse();
        assertThat(first(reckoned(Progress.begun().answered(afterNine(121)), NOON, null)))
                .isEqualTo(new SlaClock(afterNine(120), afterNine(121), true, false));
    }

    @Test
    void aPauseMovesWhatIsDue() {
        var paused = Progress.begun().counting(false, TEN);
        var resumed = paused.counting(true, NOON);

        assertThat(first(reckoned(paused, afterNine(5_000), null))).isEqualTo(new SlaClock(null, null, false, true));
        assertThat(reckoned(paused, TEN, null).nextDueAt()).isNull();
        assertThat(reckoned(paused, TEN, null).warnAt()).isNull();
        assertThat(first(reckoned(resumed, NOON, null)).dueAt()).isEqualTo(afterNine(240));
        assertThat(reckoned(resumed, NOON, null).resolutionDueAt()).isEqualTo(afterNine(720));
        assertThat(reckoned(resumed, NOON, null).warnAt()).isEqualTo(afterNine(216));
    }

    @Test
    void aPauseDoesNotUndoWhatWasMissedBeforeIt() {
        var paused = Progress.begun().counting(false, NOON);

        assertThat(first(reckoned(paused, NOON, null))).isEqualTo(new SlaClock(afterNine(120), null, true, true));
        assertThat(first(reckoned(paused.counting(true, afterNine(300)), afterNine(300), null)))
                .isEqualTo(new SlaClock(afterNine(120), null, true, false));
    }

    @Test
    void aReplyDuringAPauseMeetsTheFirstResponseToo() {
        var progress = Progress.begun().counting(false, TEN).answered(NOON);

        assertThat(first(reckoned(progress, NOON, null))).isEqualTo(new SlaClock(afterNine(240), NOON, false, false));
    }

    @Test
    void aCustomersReplyAsksForTheNextResponseOnce() {
        var answered = Progress.begun().answered(TEN);
        var asked = answered.asked(NOON, false);

        assertThat(next(reckoned(asked, NOON, null))).isEqualTo(new SlaClock(afterNine(240), null, false, false));
        assertThat(asked.asked(afterNine(200), false)).isEqualTo(asked);
        assertThat(next(reckoned(asked.answered(afterNine(230)), afterNine(230), null)))
                .isEqualTo(new SlaClock(afterNine(240), afterNine(230), false, false));
        assertThat(Progress.begun().asked(TEN, false)).isEqualTo(Progress.begun());
    }

    @Test
    void aNextResponseThatWasMissedIsNotForgottenWithTheNextQuestion() {
        var late = Progress.begun().answered(TEN).asked(NOON, false).answered(afterNine(400));
        assertThat(next(reckoned(late, afterNine(400), null)).breached()).isTrue();

        var again = reckoned(late.asked(afterNine(500), true), afterNine(500), null);

        assertThat(next(again)).isEqualTo(new SlaClock(afterNine(560), null, false, false));
        assertThat(again.slaBreached()).isTrue();
    }

    @Test
    void solvingMeetsTheResolutionAndReopeningGoesOn() {
        var solved = Progress.begun().answered(TEN).counting(false, NOON);

        assertThat(resolution(reckoned(solved, NOON, NOON)))
                .isEqualTo(new SlaClock(afterNine(600), NOON, false, false));
        assertThat(reckoned(solved, NOON, NOON).nextDueAt()).isNull();
        var reopened = solved.counting(true, NOON.plus(Duration.ofDays(3)));
        assertThat(resolution(reckoned(reopened, NOON.plus(Duration.ofDays(3)), null)))
                .isEqualTo(new SlaClock(afterNine(600).plus(Duration.ofDays(3)), null, false, false));
    }

    @Test
    void solvingLateIsTooLate() {
        var solved = Progress.begun().counting(false, afterNine(601));

        assertThat(resolution(reckoned(solved, afterNine(601), afterNine(601))))
                .isEqualTo(new SlaClock(afterNine(600), afterNine(601), true, false));
        // Nobody answered, and nobody has to any more.
        assertThat(first(reckoned(Progress.begun().counting(false, TEN), NOON, TEN)))
                .isEqualTo(new SlaClock(null, null, false, true));
    }

    @Test
    void whereNothingCountsNothingIsDue() {
        var never = new BusinessHours(ZoneOffset.UTC, new Week(Map.of()), List.of());

        var deadlines = new Reckoning(never, Progress.begun(), NINE.plus(Duration.ofDays(400)), 20)
                .of(POLICY, TARGET, NINE, null);

        assertThat(first(deadlines)).isEqualTo(new SlaClock(null, null, false, false));
        assertThat(deadlines.nextDueAt()).isNull();
        assertThat(deadlines.warnAt()).isNull();
    }

    @Test
    void withoutATargetNothingIsPromised() {
        var deadlines = new Reckoning(BusinessHours.ALWAYS, Progress.begun(), NINE, 20).of(POLICY, null, NINE, null);

        assertThat(deadlines.sla()).isEqualTo(new Sla(POLICY, null, null, null));
        assertThat(deadlines.nextDueAt()).isNull();
    }

    @Test
    void whatIsKeptIsReadBack() {
        var json = WireJson.mapper();
        var progress = Progress.begun()
                .answered(TEN)
                .asked(NOON, true)
                .counting(false, NOON)
                .counting(true, afterNine(900));
        var deadlines = reckoned(progress.counting(false, afterNine(901)), afterNine(950), null);

        assertThat(json.readValue(json.writeValueAsString(deadlines.progress()), Progress.class))
                .isEqualTo(deadlines.progress());
        assertThat(json.readValue(json.writeValueAsString(deadlines.sla()), Sla.class))
                .isEqualTo(deadlines.sla());
        assertThat(json.valueToTree(deadlines).has("progress")).isFalse();
    }

    @Test
    void manyPausesBecomeFewAndNothingIsDueSooner() {
        var exact = Duration.ZERO;
        var progress = Progress.begun();
        for (int i = 0; i < 200; i++) {
            progress = progress.counting(false, afterNine(2 * i)).counting(true, afterNine(2 * i + 1));
            exact = exact.plusMinutes(1);
        }

        assertThat(progress.pauses()).hasSize(Progress.MOST_PAUSES);
        assertThat(reckoned(progress, afterNine(400), null).resolutionDueAt())
                .isAfterOrEqualTo(afterNine(600).plus(exact));
        assertThat(WireJson.mapper().writeValueAsString(progress).length()).isLessThan(5_000);
    }

    private static Sla sla(Deadlines deadlines) {
        return Objects.requireNonNull(deadlines.sla());
    }

    private static @Nullable SlaClock first(Deadlines deadlines) {
        return sla(deadlines).firstResponse();
    }

    private static @Nullable SlaClock next(Deadlines deadlines) {
        return sla(deadlines).nextResponse();
    }

    private static @Nullable SlaClock resolution(Deadlines deadlines) {
        return sla(deadlines).resolution();
    }
}
