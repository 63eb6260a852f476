package io.deskwire.tickets.calendar;

import io.deskwire.common.problem.FieldCheck;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// A day on which nobody works.
public record Holiday(LocalDate date, String name) {
    static final int MOST = 400;
    private static final int MAX_NAME = 60;
    private static final String FIELD = "holidays";
    private static final Set<String> FIELDS = Set.of("date", "name");
    private static final int MOST_FAULTS = 20;

    /// By date. What does not fit gathers in the check, for example under `holidays[3].date`.
    static List<Holiday> parse(JsonNode json, FieldCheck check) {
        if (!json.isArray() || json.size() > MOST) {
            check.require(
                    false,
                    FIELD,
                    json.isArray()
                            ? "has %d items (expected: at most %d)".formatted(json.size(), MOST)
                            : "an array is expected, such as [{\"date\": \"2026-12-25\", \"name\": \"Christmas\"}]");
            return List.of();
        }
        var holidays = new ArrayList<Holiday>();
        var dates = new HashSet<LocalDate>();
        for (int i = 0; i < json.size() && check.errors().size() < MOST_FAULTS; i++) {
            var at = "%s[%d]".formatted(FIELD, i);
            var holiday = parse(json.get(i), at, check);
            if (holiday != null) {
                check.require(dates.add(holiday.date()), at + ".date", "%s is listed twice".formatted(holiday.date()));
                holidays.add(holiday);
            }
        }
        holidays.sort(Comparator.comparing(Holiday::date));
        return holidays;
    }

    private static @Nullable Holiday parse(JsonNode json, String at, FieldCheck check) {
        if (!json.isObject() || !FIELDS.containsAll(json.propertyNames())) {
            check.require(false, at, "an object with date and name is expected, and nothing else");
            return null;
        }
        var name = check.text(at + ".name", text(json.path("name")), MAX_NAME);
        var date = date(text(json.path("date")));
        check.require(date != null, at + ".date", "a day is expected, such as 2026-12-25");
        return date == null ? null : new Holiday(date, name);
    }

    private static @Nullable LocalDate date(@Nullable String text) {
        try {
            return text == null || text.length() != 10 ? null : LocalDate.parse(text);
        } catch (DateTimeException _) {
            return null;
        }
    }

    private static @Nullable String text(JsonNode json) {
        return json.isString() ? json.stringValue() : null;
    }
}
