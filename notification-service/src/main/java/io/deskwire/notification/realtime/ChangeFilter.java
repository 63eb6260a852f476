package io.deskwire.notification.realtime;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// The filter of a `postgres_changes` binding: `column=op.value`, several separated by commas, all of which must hold.
///
/// Operators `eq neq gt gte lt lte in like ilike is match imatch isdistinct`, each with `not.` before it. As in SQL, a
/// comparison with null holds for none, nor does its negation; only `is` and `isdistinct` know null.
record ChangeFilter(List<Predicate<JsonNode>> conditions) {
    private static final Set<String> OPERATORS =
            Set.of("eq", "neq", "gt", "gte", "lt", "lte", "in", "like", "ilike", "is", "match", "imatch", "isdistinct");
    private static final Pattern CONDITION =
            Pattern.compile("([A-Za-z_]\\w*)=(not\\.)?([a-z]+)\\.(.*)", Pattern.DOTALL);
    private static final Pattern NEXT =
            Pattern.compile(",\\s*(?=[A-Za-z_]\\w*=(?:not\\.)?(?:" + String.join("|", OPERATORS) + ")\\.)");
    private static final int MOST_VALUES = 100;
    private static final int LONGEST = 4_000;

    static final ChangeFilter ALL = new ChangeFilter(List.of());

    /// SQL's third value is Java's null.
    private interface Test {
        @Nullable
        Boolean of(JsonNode value);
    }

    /// @throws MalformedFrameException with a sentence for the client
    static ChangeFilter parse(@Nullable String text) throws MalformedFrameException {
        if (text == null || text.isBlank()) {
            return ALL;
        }
        if (text.length() > LONGEST) {
            throw new MalformedFrameException("the filter is longer than " + LONGEST + " characters");
        }
        var conditions = new ArrayList<Predicate<JsonNode>>();
        for (var part : NEXT.split(text.strip())) {
            conditions.add(condition(part));
        }
        return new ChangeFilter(List.copyOf(conditions));
    }

    boolean holds(JsonNode row) {
        return conditions.stream().allMatch(condition -> condition.test(row));
    }

    private static Predicate<JsonNode> condition(String text) throws MalformedFrameException {
        var parts = CONDITION.matcher(text);
        if (!parts.matches() || !OPERATORS.contains(parts.group(3))) {
            throw new MalformedFrameException("invalid filter: " + text);
        }
        var column = parts.group(1);
        var test = test(parts.group(3), parts.group(4));
        var expected = parts.group(2) == null;
        return row -> {
            var holds = test.of(row.path(column));
            return holds != null && holds == expected;
        };
    }

    private static Test test(String operator, String operand) throws MalformedFrameException {
        return switch (operator) {
            case "eq" -> compared(operand, order -> order == 0);
            case "neq" -> compared(operand, order -> order != 0);
            case "gt" -> compared(operand, order -> order > 0);
            case "gte" -> compared(operand, order -> order >= 0);
            case "lt" -> compared(operand, order -> order < 0);
            case "lte" -> compared(operand, order -> order <= 0);
            case "in" -> in(operand);
            case "like" -> matched(like(operand), 0, true);
            case "ilike" -> matched(like(operand), Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE, true);
            case "match" -> matched(operand, 0, false);
            case "imatch" -> matched(operand, Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE, false);
            case "is" -> is(operand);
            case "isdistinct" -> value -> absent(value) ? !operand.equals("null") : compare(value, operand) != 0;
            default -> throw new MalformedFrameException("invalid operator: " + operator);
        };
    }

    private static Test compared(String operand, Predicate<Integer> expected) {
        return value -> absent(value) ? null : expected.test(compare(value, operand));
    }

    private static Test in(String operand) throws MalformedFrameException {
        if (!operand.startsWith("(") || !operand.endsWith(")")) {
            throw new MalformedFrameException("invalid list: " + operand + " (expected: (a,b))");
        }
        var values = list(operand.substring(1, operand.length() - 1));
        if (values.size() > MOST_VALUES) {
            throw new MalformedFrameException("a list of more than " + MOST_VALUES + " values");
        }
        return value -> absent(value) ? null : values.stream().anyMatch(each -> compare(value, each) == 0);
    }

    /// Values may be quoted, so that they can hold commas.
    private static List<String> list(String text) {
        var values = new ArrayList<String>();
        var value = new StringBuilder();
        boolean quoted = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\\' && quoted && i + 1 < text.length()) {
                value.append(text.charAt(++i));
            } else if (c == '"') {
                quoted = !quoted;
            } else if (c == ',' && !quoted) {
                values.add(value.toString().strip());
                value.setLength(0);
            } else {
                value.append(c);
            }
        }
        values.add(value.toString().strip());
        return List.copyOf(values);
    }

    private static Test is(String operand) throws MalformedFrameException {
        return switch (operand) {
            case "null" -> ChangeFilter::absent;
            case "not_null" -> value -> !absent(value);
            case "true" -> value -> value.isBoolean() && value.asBoolean();
            case "false" -> value -> value.isBoolean() && !value.asBoolean();
            case "unknown" -> ChangeFilter::absent;
            default -> throw new MalformedFrameException("is." + operand + " (expected: null, not_null, true, false)");
        };
    }

    private static Test matched(String regex, int flags, boolean whole) throws MalformedFrameException {
        try {
            var pattern = Pattern.compile(regex, flags | Pattern.DOTALL);
            return value -> absent(value) ? null : BoundedText.matches(pattern, text(value), whole);
        } catch (PatternSyntaxException bad) {
            throw new MalformedFrameException("invalid pattern: " + regex);
        }
    }

    private static String like(String operand) {
        var regex = new StringBuilder();
        for (int i = 0; i < operand.length(); i++) {
            char c = operand.charAt(i);
            switch (c) {
                case '%', '*' -> regex.append(".*");
                case '_' -> regex.append('.');
                case '\\' -> regex.append(Pattern.quote(i + 1 < operand.length() ? operand.substring(++i, i + 1) : ""));
                default -> regex.append(Pattern.quote(String.valueOf(c)));
            }
        }
        return regex.toString();
    }

    private static boolean absent(JsonNode value) {
        return value.isNull() || value.isMissingNode();
    }

    private static String text(JsonNode value) {
        return value.isValueNode() ? value.asString() : value.toString();
    }

    /// Numbers by value, instants by time, everything else by text.
    private static int compare(JsonNode value, String operand) {
        if (value.isNumber()) {
            try {
                return value.decimalValue().compareTo(new BigDecimal(operand));
            } catch (NumberFormatException _) {
                return text(value).compareTo(operand);
            }
        }
        var text = text(value);
        if (text.equals(operand)) {
            return 0;
        }
        if (text.length() >= 20 && text.endsWith("Z") && text.charAt(10) == 'T') {
            try {
                return Instant.parse(text).compareTo(Instant.parse(operand));
            } catch (DateTimeParseException _) {
                return text.compareTo(operand);
            }
        }
        return text.compareTo(operand);
    }
}
