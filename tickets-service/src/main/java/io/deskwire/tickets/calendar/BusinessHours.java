package io.deskwire.tickets.calendar;

import io.deskwire.common.problem.FieldCheck;
import io.deskwire.tickets.calendar.Week.Opening;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.time.zone.ZoneOffsetTransition;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// The time that counts: the hours of a week in a time zone, holidays aside. Immutable.
///
/// An instant counts where the local clock reads a time within the hours of its day. So an hour that the clock skips
/// counts for nothing, and one that it repeats counts twice.
///
/// What a call costs grows with the holidays and the changes of the clock that it passes, not with its days: whole
/// weeks between them are reckoned at once.
public final class BusinessHours {
    /// How far ahead anything is looked for.
    static final int HORIZON_YEARS = 20;

    /// Around the clock.
    public static final BusinessHours ALWAYS = new BusinessHours(ZoneOffset.UTC, Week.always(), List.of());

    private static final int DAYS = 7;

    private final ZoneId zone;
    private final Week week;
    private final NavigableSet<LocalDate> holidays;
    private final long secondsOfWeek;

    public BusinessHours(ZoneId zone, Week week, Collection<LocalDate> holidays) {
        this.zone = zone;
        this.week = week;
        this.holidays = new TreeSet<>(holidays);
        var seconds = 0L;
        for (var day : DayOfWeek.values()) {
            seconds += week.seconds(day);
        }
        this.secondsOfWeek = seconds;
    }

    /// As the table has them.
    ///
    /// @param check takes what this node cannot read, such as a time zone that only a newer JDK knows
    public static BusinessHours stored(String timeZone, JsonNode week, JsonNode holidays, FieldCheck check) {
        return new BusinessHours(
                zone(timeZone, check),
                Week.parse(week, check),
                Holiday.parse(holidays, check).stream().map(Holiday::date).toList());
    }

    static ZoneId zone(String name, FieldCheck check) {
        if (ZoneId.getAvailableZoneIds().contains(name)) {
            return ZoneId.of(name);
        }
        check.require(
                false,
                "time_zone",
                "'%.60s' is unknown (expected: a name of the IANA time zone database, such as Europe/Berlin)"
                        .formatted(name));
        return ZoneOffset.UTC;
    }

    /// One stretch of time that counts.
    private record Span(Instant from, Instant to) {
        Duration length() {
            return Duration.between(from, to);
        }
    }

    /// The first instant at which so much time has counted since. Null where that is never, or more than
    /// [#HORIZON_YEARS] away.
    public @Nullable Instant plus(Instant from, Duration duration) {
        if (!duration.isPositive()) {
            return from;
        }
        var date = dayOf(from).plusDays(1);
        var end = date.plusYears(HORIZON_YEARS);
        var today = spans(from, start(date));
        var left = duration.minus(total(today));
        if (!left.isPositive()) {
            return within(today, duration);
        }
        while (secondsOfWeek > 0 && date.isBefore(end)) {
            var special = earlier(nextSpecial(date), end);
            var plain = Duration.ofSeconds(seconds(date, special));
            if (left.compareTo(plain) <= 0) {
                return withinPlainDays(date, left);
            }
            left = left.minus(plain);
            var spans = spans(start(special), start(special.plusDays(1)));
            var counted = total(spans);
            if (left.compareTo(counted) <= 0 && special.isBefore(end)) {
                return within(spans, left);
            }
            left = left.minus(counted);
            date = special.plusDays(1);
        }
        return null;
    }

    /// How much time counts from one instant to another; none where the second is not later.
    public Duration between(Instant from, Instant to) {
        if (!from.isBefore(to)) {
            return Duration.ZERO;
        }
        var last = dayOf(to);
        var date = dayOf(from).plusDays(1);
        if (date.isAfter(last)) {
            return total(spans(from, to));
        }
        var sum = total(spans(from, start(date))).plus(total(spans(start(last), to)));
        while (date.isBefore(last)) {
            var special = earlier(nextSpecial(date), last);
            sum = sum.plusSeconds(seconds(date, special));
            if (special.isBefore(last)) {
                sum = sum.plus(total(spans(start(special), start(special.plusDays(1)))));
            }
            date = special.plusDays(1);
        }
        return sum;
    }

    /// @param date a day from which on there are only plain ones until so much has counted
    private Instant withinPlainDays(LocalDate date, Duration duration) {
        var weeks = duration.minusNanos(1).dividedBy(Duration.ofSeconds(secondsOfWeek));
        var day = date.plusWeeks(weeks);
        var left = duration.minusSeconds(weeks * secondsOfWeek);
        while (left.compareTo(Duration.ofSeconds(week.seconds(day.getDayOfWeek()))) > 0) {
            left = left.minusSeconds(week.seconds(day.getDayOfWeek()));
            day = day.plusDays(1);
        }
        return within(spans(start(day), start(day.plusDays(1))), left);
    }

    /// Of plain days, the last one excluded.
    private long seconds(LocalDate from, LocalDate to) {
        var days = ChronoUnit.DAYS.between(from, to);
        var seconds = days / DAYS * secondsOfWeek;
        for (var date = to.minusDays(days % DAYS); date.isBefore(to); date = date.plusDays(1)) {
            seconds += week.seconds(date.getDayOfWeek());
        }
        return seconds;
    }

    /// The first day, this one or a later one, of which the week alone does not say how much of it counts: a holiday,
    /// or one in or beside which the clock changes.
    private LocalDate nextSpecial(LocalDate date) {
        var change = nextChange(date);
        var holiday = holidays.ceiling(date);
        return holiday == null ? change : earlier(holiday, change);
    }

    private LocalDate nextChange(LocalDate date) {
        var rules = zone.getRules();
        var change = rules.nextTransition(start(date.minusDays(3)));
        while (change != null && lastDay(change).isBefore(date)) {
            change = rules.nextTransition(change.getInstant());
        }
        return change == null ? LocalDate.MAX : later(firstDay(change), date);
    }

    /// The one before it ends with it, where the clock changes at midnight.
    private static LocalDate firstDay(ZoneOffsetTransition change) {
        return earlier(
                        change.getDateTimeBefore().toLocalDate(),
                        change.getDateTimeAfter().toLocalDate())
                .minusDays(1);
    }

    private static LocalDate lastDay(ZoneOffsetTransition change) {
        return later(
                change.getDateTimeBefore().toLocalDate(),
                change.getDateTimeAfter().toLocalDate());
    }

    /// The day within whose beginning and the next one's an instant lies. Not always the date that the clock reads: put
    /// back across midnight it reads yesterday's.
    private LocalDate dayOf(Instant instant) {
        var date = LocalDate.ofInstant(instant, zone);
        while (!instant.isBefore(start(date.plusDays(1)))) {
            date = date.plusDays(1);
        }
        return date;
    }

    private Instant start(LocalDate date) {
        return date.atStartOfDay(zone).toInstant();
    }

    /// What counts between two instants, in order.
    private List<Span> spans(Instant from, Instant to) {
        var spans = new ArrayList<Span>();
        var rules = zone.getRules();
        var at = from;
        while (at.isBefore(to)) {
            var change = rules.nextTransition(at);
            var end = change == null || change.getInstant().isAfter(to) ? to : change.getInstant();
            add(spans, at, end, rules.getOffset(at));
            at = end;
        }
        return spans;
    }

    /// @param offset of the local clock all the time
    private void add(List<Span> spans, Instant from, Instant to, ZoneOffset offset) {
        var last = LocalDate.ofInstant(to, offset);
        for (var date = LocalDate.ofInstant(from, offset); !date.isAfter(last); date = date.plusDays(1)) {
            var midnight = date.atStartOfDay().toInstant(offset);
            for (var opening : openings(date)) {
                var opens = later(midnight.plus(opening.from()), from);
                var closes = earlier(midnight.plus(opening.to()), to);
                if (opens.isBefore(closes)) {
                    spans.add(new Span(opens, closes));
                }
            }
        }
    }

    private List<Opening> openings(LocalDate date) {
        return holidays.contains(date) ? List.of() : week.openings(date.getDayOfWeek());
    }

    private static Duration total(List<Span> spans) {
        return spans.stream().map(Span::length).reduce(Duration.ZERO, Duration::plus);
    }

    /// @param duration no longer than all of them
    private static Instant within(List<Span> spans, Duration duration) {
        var left = duration;
        for (var span : spans) {
            if (left.compareTo(span.length()) <= 0) {
                return span.from().plus(left);
            }
            left = left.minus(span.length());
        }
        throw new IllegalArgumentException("%s is longer than %s".formatted(duration, spans));
    }

    private static <T extends Comparable<? super T>> T earlier(T one, T other) {
        return one.compareTo(other) <= 0 ? one : other;
    }

    private static <T extends Comparable<? super T>> T later(T one, T other) {
        return one.compareTo(other) >= 0 ? one : other;
    }
}
