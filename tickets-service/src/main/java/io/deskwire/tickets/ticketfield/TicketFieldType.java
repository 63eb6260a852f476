package io.deskwire.tickets.ticketfield;

import io.deskwire.condition.FieldType;
import io.deskwire.condition.value.ValueType;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/// What values a field has. What it is called here its conditions call by another name, see [#inConditions].
enum TicketFieldType {
    TEXT,
    NUMBER,
    BOOLEAN,
    /// A day without a time.
    DATE,
    /// One of the options.
    SELECT,
    /// Several of the options, each once.
    MULTI_SELECT,
    /// A text that the one option, a regular expression, matches as a whole.
    REGEX;

    private static final int MOST_LISTED = 40;

    /// What is wrong with the options for a field of this type; empty where nothing is.
    Optional<String> misfit(List<String> options) {
        return switch (this) {
            case TEXT, NUMBER, BOOLEAN, DATE ->
                options.isEmpty()
                        ? Optional.empty()
                        : Optional.of("belong to a field of type select, multi_select or regex");
            case SELECT, MULTI_SELECT -> options.isEmpty() ? Optional.of("at least one is expected") : Optional.empty();
            case REGEX ->
                options.size() == 1 && Expression.of(options.getFirst()).isPresent()
                        ? Optional.empty()
                        : Optional.of("one regular expression is expected, of at most 200 characters and with few"
                                + " repetitions");
        };
    }

    /// What a value ought to be; empty where it is that.
    Optional<String> misfit(JsonNode value, List<String> options) {
        return fits(value, options) ? Optional.empty() : Optional.of(expectation(options));
    }

    private boolean fits(JsonNode value, List<String> options) {
        return switch (this) {
            case TEXT -> value.isString();
            case NUMBER -> value.isNumber();
            case BOOLEAN -> value.isBoolean();
            case DATE -> value.isString() && ValueType.DAY.read(value).isPresent();
            case SELECT -> value.isString() && options.contains(value.stringValue());
            case MULTI_SELECT -> value.isArray() && areOptions(value, Set.copyOf(options));
            case REGEX ->
                value.isString()
                        && Expression.of(options.getFirst())
                                .filter(expression -> expression.matches(value.stringValue()))
                                .isPresent();
        };
    }

    private static boolean areOptions(JsonNode values, Set<String> options) {
        var seen = new HashSet<String>();
        return values.valueStream()
                .allMatch(each ->
                        each.isString() && options.contains(each.stringValue()) && seen.add(each.stringValue()));
    }

    private String expectation(List<String> options) {
        return switch (this) {
            case TEXT -> "a text";
            case NUMBER -> "a number";
            case BOOLEAN -> "true or false";
            case DATE -> "a day such as 2026-11-21";
            case SELECT -> "one of " + listed(options);
            case MULTI_SELECT -> "an array of these values, each at most once: " + listed(options);
            case REGEX ->
                "a text of at most %d characters that matches %s"
                        .formatted(Expression.LONGEST_TEXT, options.getFirst());
        };
    }

    private static List<String> listed(List<String> options) {
        return options.stream().limit(MOST_LISTED).toList();
    }

    /// The same field in conditions.
    FieldType<?> inConditions(List<String> options) {
        return switch (this) {
            case TEXT, REGEX -> FieldType.text();
            case NUMBER -> FieldType.number();
            case BOOLEAN -> FieldType.flag();
            case DATE -> FieldType.day();
            case SELECT -> FieldType.choice(options);
            case MULTI_SELECT -> FieldType.labels(options);
        };
    }
}
