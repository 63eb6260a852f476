package io.deskwire.tickets.calendar;

import com.fasterxml.jackson.annotation.JsonValue;
import io.deskwire.common.problem.FieldCheck;
import java.time.DayOfWeek;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/// The hours of each day of a week; on the wire `{"mon": [["09:00", "17:00"]], …}` with all seven days.
///
/// @param days in order, each day's openings one after another; they may touch
public record Week(Map<DayOfWeek, List<Opening>> days) {
    private static final String FIELD = "week";
    private static final int MAX_OPENINGS = 24;
    private static final Pattern TIME = Pattern.compile("([01]\\d|2[0-3]):([0-5]\\d)|24:00");
    private static final List<String> NAMES =
            Arrays.stream(DayOfWeek.values()).map(Week::name).toList();

    public Week {
        var all = new EnumMap<DayOfWeek, List<Opening>>(DayOfWeek.class);
        for (var day : DayOfWeek.values()) {
            all.put(day, List.copyOf(days.getOrDefault(day, List.of())));
        }
        days = all;
    }

    /// By what the local clock reads; at midnight it reads 0 hours in `from`, and 24 in `to`.
    public record Opening(Duration from, Duration to) {
        static final Opening ALL_DAY = new Opening(Duration.ZERO, Duration.ofDays(1));

        public Opening {
            if (from.compareTo(to) >= 0) {
                throw new IllegalArgumentException("hours end after they begin: %s to %s".formatted(from, to));
            }
        }

        private List<String> wire() {
            return List.of(text(from), text(to));
        }

        private static String text(Duration time) {
            return "%02d:%02d".formatted(time.toHours(), time.toMinutesPart());
        }
    }

    static Week closed() {
        return new Week(Map.of());
    }

    static Week always() {
        var days = new EnumMap<DayOfWeek, List<Opening>>(DayOfWeek.class);
        for (var day : DayOfWeek.values()) {
            days.put(day, List.of(Opening.ALL_DAY));
        }
        return new Week(days);
    }

    List<Opening> openings(DayOfWeek day) {
        return days.getOrDefault(day, List.of());
    }

    /// Of a day on which the clock does not change.
    long seconds(DayOfWeek day) {
        return openings(day).stream()
                .mapToLong(opening -> opening.to().minus(opening.from()).toSeconds())
                .sum();
    }

    @JsonValue
    public Map<String, List<List<String>>> wire() {
        var wire = new LinkedHashMap<String, List<List<String>>>();
        days.forEach((day, openings) ->
                wire.put(name(day), openings.stream().map(Opening::wire).toList()));
        return wire;
    }

    /// A day that is not named is closed. What does not fit gathers in the check, for example under `week.mon[1]`.
    static Week parse(JsonNode json, FieldCheck check) {
        if (!json.isObject()) {
            check.require(false, FIELD, "an object is expected, such as {\"mon\": [[\"09:00\", \"17:00\"]]}");
            return closed();
        }
        unknown(json.propertyNames())
                .ifPresent(
                        name -> check.require(false, FIELD, "'%.20s' is no day (expected: %s)".formatted(name, NAMES)));
        var days = new EnumMap<DayOfWeek, List<Opening>>(DayOfWeek.class);
        for (var day : DayOfWeek.values()) {
            if (json.has(name(day))) {
                days.put(day, openings(json.path(name(day)), FIELD + "." + name(day), check));
            }
        }
        return new Week(days);
    }

    private static Optional<String> unknown(Collection<String> names) {
        return names.stream().filter(name -> !NAMES.contains(name)).findFirst();
    }

    private static List<Opening> openings(JsonNode json, String path, FieldCheck check) {
        if (!json.isArray() || json.size() > MAX_OPENINGS) {
            check.require(
                    false,
                    path,
                    "an array of at most %d openings is expected, such as [[\"09:00\", \"17:00\"]]"
                            .formatted(MAX_OPENINGS));
            return List.of();
        }
        var openings = new ArrayList<Opening>();
        for (int i = 0; i < json.size(); i++) {
            opening(json.get(i), "%s[%d]".formatted(path, i), check).ifPresent(openings::add);
        }
        openings.sort(Comparator.comparing(Opening::from));
        for (int i = 1; i < openings.size(); i++) {
            check.require(
                    openings.get(i).from().compareTo(openings.get(i - 1).to()) >= 0,
                    path,
                    "%s and %s overlap (expected: hours one after another)"
                            .formatted(
                                    openings.get(i - 1).wire(), openings.get(i).wire()));
        }
        return openings;
    }

    private static Optional<Opening> opening(JsonNode json, String path, FieldCheck check) {
        var from = json.size() == 2 ? time(json.path(0)) : Optional.<Duration>empty();
        var to = json.size() == 2 ? time(json.path(1)) : Optional.<Duration>empty();
        if (from.isEmpty() || to.isEmpty()) {
            check.require(
                    false, path, "two times from \"00:00\" to \"24:00\" are expected, such as [\"09:00\", \"17:00\"]");
            return Optional.empty();
        }
        if (from.get().compareTo(to.get()) >= 0) {
            check.require(
                    false, path, "does not end after it begins (expected: hours after midnight under the next day)");
            return Optional.empty();
        }
        return Optional.of(new Opening(from.get(), to.get()));
    }

    private static Optional<Duration> time(JsonNode json) {
        var text = json.isString() ? json.stringValue() : "";
        return TIME.matcher(text).matches()
                ? Optional.of(Duration.ofHours(Integer.parseInt(text.substring(0, 2)))
                        .plusMinutes(Integer.parseInt(text.substring(3))))
                : Optional.empty();
    }

    private static String name(DayOfWeek day) {
        return day.name().substring(0, 3).toLowerCase(Locale.ROOT);
    }
}
