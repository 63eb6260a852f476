package io.deskwire.tickets.calendar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import io.deskwire.common.problem.FieldCheck;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

class BusinessHoursTests {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final String NINE_TO_FIVE = """
            {"mon": [["09:00", "17:00"]], "tue": [["09:00", "17:00"]], "wed": [["09:00", "17:00"]],
             "thu": [["09:00", "17:00"]], "fri": [["09:00", "17:00"]]}
            """;
    private static final List<String> DAYS = List.of("mon", "tue", "wed", "thu", "fri", "sat", "sun");

    private static BusinessHours hours(String zone, String week, String... holidays) {
        return new BusinessHours(
                ZoneId.of(zone),
                week(week),
                Stream.of(holidays).map(LocalDate::parse).toList());
    }

    private static Week week(String json) {
        var check = new FieldCheck();
        var week = Week.parse(JSON.readTree(json), check);
        check.done();
        return week;
    }

    private static Instant at(String zone, String local) {
        return LocalDateTime.parse(local).atZone(ZoneId.of(zone)).toInstant();
    }

    @Test
    void countsTheHoursOfAWeekAndNothingElse() {
        var berlin = hours("Europe/Berlin", NINE_TO_FIVE);
        var friday = at("Europe/Berlin", "2026-11-27T16:00");

        assertThat(berlin.plus(friday, Duration.ofHours(2))).isEqualTo(at("Europe/Berlin", "2026-11-30T10:00"));
        assertThat(berlin.between(friday, at("Europe/Berlin", "2026-11-30T10:00")))
                .isEqualTo(Duration.ofHours(2));
        assertThat(berlin.plus(at("Europe/Berlin", "2026-11-28T12:00"), Duration.ofMinutes(1)))
                .isEqualTo(at("Europe/Berlin", "2026-11-30T09:01"));
        assertThat(berlin.between(friday, friday.plus(Duration.ofDays(70)))).isEqualTo(Duration.ofHours(400));
    }

    @Test
    void endsWhereTheTimeIsUpAndNotWhereTheNextBegins() {
        var berlin = hours("Europe/Berlin", NINE_TO_FIVE);

        assertThat(berlin.plus(at("Europe/Berlin", "2026-11-27T16:00"), Duration.ofHours(1)))
                .isEqualTo(at("Europe/Berlin", "2026-11-27T17:00"));
        assertThat(berlin.plus(at("Europe/Berlin", "2026-11-23T09:00"), Duration.ofHours(40)))
                .isEqualTo(at("Europe/Berlin", "2026-11-27T17:00"));
    }

    @Test
    void nothingMoreIsNothingMore() {
        var berlin = hours("Europe/Berlin", NINE_TO_FIVE);
        var sunday = at("Europe/Berlin", "2026-11-29T12:00");

        assertThat(berlin.plus(sunday, Duration.ZERO)).isEqualTo(sunday);
        assertThat(berlin.plus(sunday, Duration.ofHours(-3))).isEqualTo(sunday);
        assertThat(berlin.between(sunday, sunday)).isZero();
        assertThat(berlin.between(sunday, sunday.minus(Duration.ofDays(30)))).isZero();
    }

    @Test
    void roundTheClockIsPlainTime() {
        var now = Instant.parse("2026-11-30T10:00:00.123456789Z");

        assertThat(BusinessHours.ALWAYS.plus(now, Duration.ofDays(366))).isEqualTo(now.plus(Duration.ofDays(366)));
        assertThat(BusinessHours.ALWAYS.plus(now, Duration.ofNanos(1))).isEqualTo(now.plusNanos(1));
        assertThat(BusinessHours.ALWAYS.between(
                        now, now.plus(Duration.ofDays(5_000)).plusNanos(7)))
                .isEqualTo(Duration.ofDays(5_000).plusNanos(7));
    }

    /// The clock goes from 02:00 to 03:00.
    @Test
    void anHourThatTheClockSkipsDoesNotCount() {
        var berlin = hours("Europe/Berlin", "{\"sun\": [[\"00:00\", \"06:00\"]]}");
        var midnight = at("Europe/Berlin", "2026-03-29T00:00");

        assertThat(berlin.between(midnight, midnight.plus(Duration.ofDays(1)))).isEqualTo(Duration.ofHours(5));
        assertThat(berlin.plus(midnight, Duration.ofHours(3))).isEqualTo(at("Europe/Berlin", "2026-03-29T04:00"));
        var within = hours("Europe/Berlin", "{\"sun\": [[\"02:15\", \"02:45\"]]}");
        assertThat(within.between(midnight, midnight.plus(Duration.ofDays(1)))).isZero();
        assertThat(within.plus(midnight, Duration.ofMinutes(30))).isEqualTo(at("Europe/Berlin", "2026-04-05T02:45"));
        var across = hours("Europe/Berlin", "{\"sun\": [[\"02:30\", \"04:00\"]]}");
        assertThat(across.between(midnight, midnight.plus(Duration.ofDays(1)))).isEqualTo(Duration.ofHours(1));
    }

    /// The clock goes from 03:00 to 02:00.
    @Test
    void anHourThatTheClockRepeatsCountsTwice() {
        var berlin = hours("Europe/Berlin", "{\"sun\": [[\"00:00\", \"06:00\"]]}");
        var midnight = at("Europe/Berlin", "2026-10-25T00:00");

        assertThat(berlin.between(midnight, midnight.plus(Duration.ofDays(1)))).isEqualTo(Duration.ofHours(7));
        assertThat(berlin.plus(midnight, Duration.ofHours(4))).isEqualTo(at("Europe/Berlin", "2026-10-25T03:00"));
        var within = hours("Europe/Berlin", "{\"sun\": [[\"02:15\", \"02:45\"]]}");
        assertThat(within.between(midnight, midnight.plus(Duration.ofDays(1)))).isEqualTo(Duration.ofHours(1));
    }

    /// At midnight the clock is put back to 23:00, so that Saturday has 25 hours.
    @Test
    void aDayMayBePutBackAcrossMidnight() {
        var chile = hours("America/Santiago", "{\"sat\": [[\"22:00\", \"24:00\"]], \"sun\": [[\"00:00\", \"01:00\"]]}");
        var evening = at("America/Santiago", "2026-04-04T20:00");

        assertThat(chile.between(evening, evening.plus(Duration.ofDays(1)))).isEqualTo(Duration.ofHours(4));
        var newfoundland =
                hours("America/St_Johns", "{\"sat\": [[\"23:00\", \"24:00\"]], \"sun\": [[\"00:00\", \"00:30\"]]}");
        var before = at("America/St_Johns", "2009-10-31T20:00");
        // At 00:01 on Sunday it was 23:01 on Saturday again.
        assertThat(newfoundland.between(before, before.plus(Duration.ofDays(1))))
                .isEqualTo(Duration.ofMinutes(60 + 1 + 59 + 30));
    }

    @Test
    void aDayThatNeverWasDoesNotCount() {
        var apia = hours("Pacific/Apia", NINE_TO_FIVE);
        var thursday = at("Pacific/Apia", "2011-12-29T16:00");

        // Friday the 30th was skipped.
        assertThat(apia.plus(thursday, Duration.ofHours(2))).isEqualTo(at("Pacific/Apia", "2012-01-02T10:00"));
    }

    @ParameterizedTest
    @CsvSource({
        "Asia/Kathmandu, 2026-06-15T03:15:00Z",
        "Australia/Eucla, 2026-06-15T00:15:00Z",
        "America/St_Johns, 2026-06-15T11:30:00Z",
        "Pacific/Chatham, 2026-06-14T20:15:00Z",
        "Pacific/Kiritimati, 2026-06-14T19:00:00Z",
        "Pacific/Pago_Pago, 2026-06-15T20:00:00Z"
    })
    void zonesMayHaveOddOffsets(String zone, Instant opens) {
        var local = hours(zone, NINE_TO_FIVE);
        var sunday = at(zone, "2026-06-14T12:00");

        assertThat(local.plus(sunday, Duration.ofMinutes(1))).isEqualTo(opens.plus(Duration.ofMinutes(1)));
    }

    @Test
    void aLeapDayIsADay() {
        var berlin = hours("Europe/Berlin", NINE_TO_FIVE);
        var monday = at("Europe/Berlin", "2028-02-28T16:00");

        assertThat(berlin.plus(monday, Duration.ofHours(2))).isEqualTo(at("Europe/Berlin", "2028-02-29T10:00"));
        assertThat(berlin.between(monday, at("Europe/Berlin", "2028-03-01T10:00")))
                .isEqualTo(Duration.ofHours(10));
        assertThat(hours("Europe/Berlin", NINE_TO_FIVE, "2028-02-29").plus(monday, Duration.ofHours(2)))
                .isEqualTo(at("Europe/Berlin", "2028-03-01T10:00"));
    }

    @Test
    void aDayMayEndAtMidnightAndTheNextBeginThere() {
        var night = hours("Europe/Berlin", "{\"mon\": [[\"18:00\", \"24:00\"]], \"tue\": [[\"00:00\", \"02:00\"]]}");
        var monday = at("Europe/Berlin", "2026-11-30T18:00");

        assertThat(night.plus(monday, Duration.ofHours(6))).isEqualTo(at("Europe/Berlin", "2026-12-01T00:00"));
        assertThat(night.plus(monday, Duration.ofHours(7))).isEqualTo(at("Europe/Berlin", "2026-12-01T01:00"));
        assertThat(night.plus(monday, Duration.ofHours(9))).isEqualTo(at("Europe/Berlin", "2026-12-07T19:00"));
    }

    @Test
    void hoursThatTouchAreAsGoodAsOne() {
        var parts = hours(
                "Europe/Berlin",
                "{\"mon\": [[\"12:00\", \"17:00\"], [\"09:00\", \"12:00\"]], \"tue\": [[\"09:00\", \"10:00\"]]}");
        var whole = hours("Europe/Berlin", "{\"mon\": [[\"09:00\", \"17:00\"]], \"tue\": [[\"09:00\", \"10:00\"]]}");
        var monday = at("Europe/Berlin", "2026-11-30T08:00");

        for (int minutes = 1; minutes <= 9 * 60; minutes++) {
            var duration = Duration.ofMinutes(minutes);
            assertThat(parts.plus(monday, duration)).isEqualTo(whole.plus(monday, duration));
        }
    }

    @Test
    void holidaysDoNotCount() {
        var berlin = hours("Europe/Berlin", NINE_TO_FIVE, "2026-12-25", "2026-12-31", "2027-01-01");

        assertThat(berlin.plus(at("Europe/Berlin", "2026-12-24T16:00"), Duration.ofHours(2)))
                .isEqualTo(at("Europe/Berlin", "2026-12-28T10:00"));
        assertThat(berlin.between(at("Europe/Berlin", "2026-12-21T00:00"), at("Europe/Berlin", "2027-01-04T00:00")))
                .isEqualTo(Duration.ofHours(7 * 8));
        assertThat(berlin.plus(at("Europe/Berlin", "2026-12-25T12:00"), Duration.ofMinutes(1)))
                .isEqualTo(at("Europe/Berlin", "2026-12-28T09:01"));
    }

    @Test
    void withoutHoursNothingIsEverDue() {
        var never = hours("Europe/Berlin", "{}");
        var now = at("Europe/Berlin", "2026-11-30T10:00");

        assertThat(never.plus(now, Duration.ofSeconds(1))).isNull();
        assertThat(never.plus(now, Duration.ZERO)).isEqualTo(now);
        assertThat(never.between(now, now.plus(Duration.ofDays(3_000)))).isZero();
    }

    @Test
    void whatLiesTooFarAheadIsNever() {
        var minute = hours("Europe/Berlin", "{\"mon\": [[\"09:00\", \"09:01\"]]}");
        var now = at("Europe/Berlin", "2026-11-30T10:00");

        assertThat(minute.plus(now, Duration.ofMinutes(52))).isEqualTo(at("Europe/Berlin", "2027-11-29T09:01"));
        assertThat(minute.plus(now, Duration.ofDays(366))).isNull();
        assertThat(minute.plus(now, Duration.ofSeconds(Long.MAX_VALUE))).isNull();
        assertThat(BusinessHours.ALWAYS.plus(now, Duration.ofDays(365 * 30))).isNull();
    }

    /// A loop over days or years would take far longer.
    @Test
    void longDurationsAreReckonedAtOnce() {
        var holidays = new ArrayList<String>();
        for (int day = 0; day < Holiday.MOST; day++) {
            holidays.add(LocalDate.of(2027, 1, 1).plusDays(day * 13L).toString());
        }
        var minute = hours("Europe/Berlin", "{\"mon\": [[\"09:00\", \"09:01\"]]}", holidays.toArray(String[]::new));
        var now = at("Europe/Berlin", "2026-11-30T10:00");

        assertTimeout(Duration.ofSeconds(10), () -> {
            for (int i = 0; i < 200; i++) {
                assertThat(minute.plus(now, Duration.ofDays(366))).isNull();
            }
        });
    }

    /// Compared with counting minute by minute what the local clock reads; most of it around changes of the clock.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "UTC",
                "Europe/Berlin",
                "Europe/Dublin",
                "America/New_York",
                "America/St_Johns",
                "America/Havana",
                "America/Santiago",
                "America/Sao_Paulo",
                "America/Nuuk",
                "Africa/Casablanca",
                "Asia/Gaza",
                "Asia/Kathmandu",
                "Asia/Tehran",
                "Atlantic/Azores",
                "Antarctica/Troll",
                "Australia/Lord_Howe",
                "Pacific/Apia",
                "Pacific/Chatham"
            })
    void agreesWithALookAtTheClockEachMinute(String name) {
        var random = new Random(name.hashCode());
        var zone = ZoneId.of(name);
        for (int round = 0; round < 40; round++) {
            var start = start(zone, random);
            var week = randomWeek(random);
            var holidays = random.nextBoolean()
                    ? List.<LocalDate>of()
                    : List.of(LocalDate.ofInstant(start, zone).plusDays(random.nextInt(6)));
            var hours = new BusinessHours(zone, week, holidays);
            var to = start.plus(Duration.ofMinutes(random.nextInt(12 * 24 * 60)));
            var counted = minutes(zone, week, holidays, start, to);

            var seen = "%s, %s, %s to %s, holidays %s".formatted(name, week.wire(), start, to, holidays);
            assertThat(hours.between(start, to)).as(seen).isEqualTo(Duration.ofMinutes(counted));
            if (counted > 0) {
                var part = Duration.ofMinutes(1 + random.nextInt(counted));
                var due = hours.plus(start, part);
                assertThat(due).as(seen).isNotNull();
                assertThat(minutes(zone, week, holidays, start, due)).as(seen).isEqualTo(part.toMinutes());
                assertThat(minutes(zone, week, holidays, start, due.minus(Duration.ofMinutes(1))))
                        .as("not the first: " + seen)
                        .isLessThan((int) part.toMinutes());
            }
        }
    }

    private static Instant start(ZoneId zone, Random random) {
        var from = Instant.parse("2005-01-01T00:00:00Z").plus(Duration.ofDays(random.nextInt(9_500)));
        var change = zone.getRules().nextTransition(from);
        var near = change == null || random.nextInt(4) == 0 ? from : change.getInstant();
        return near.minus(Duration.ofMinutes(random.nextInt(5 * 24 * 60))).truncatedTo(ChronoUnit.MINUTES);
    }

    private static Week randomWeek(Random random) {
        var days = new HashMap<String, Object>();
        for (var day : DAYS) {
            var openings = new ArrayList<List<String>>();
            var from = random.nextInt(300);
            while (from < 1_440 && random.nextInt(4) > 0) {
                var to = Math.min(1_440, from + 1 + random.nextInt(700));
                openings.add(List.of(time(from), time(to)));
                from = to + random.nextInt(3) * random.nextInt(100);
            }
            days.put(day, openings);
        }
        return week(JSON.writeValueAsString(days));
    }

    private static String time(int minute) {
        return "%02d:%02d".formatted(minute / 60, minute % 60);
    }

    private static int minutes(ZoneId zone, Week week, List<LocalDate> holidays, Instant from, Instant to) {
        var minutes = 0;
        for (var at = from; at.isBefore(to); at = at.plus(Duration.ofMinutes(1))) {
            var local = LocalDateTime.ofInstant(at, zone);
            if (!holidays.contains(local.toLocalDate()) && isOpen(week, local)) {
                minutes++;
            }
        }
        return minutes;
    }

    private static boolean isOpen(Week week, LocalDateTime local) {
        var minute = local.getHour() * 60 + local.getMinute();
        return week.openings(local.getDayOfWeek()).stream()
                .anyMatch(opening ->
                        opening.from().toMinutes() <= minute && opening.to().toMinutes() > minute);
    }
}
