package io.deskwire.notification.realtime.change;

import io.deskwire.condition.value.TextPattern;
import io.deskwire.contracts.table.ColumnType;
import io.deskwire.contracts.table.PublicTable;
import io.deskwire.notification.realtime.change.FilterScanner.Condition;
import io.deskwire.notification.realtime.change.FilterScanner.Value;
import io.deskwire.notification.realtime.protocol.MalformedFrameException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.IntPredicate;
import java.util.function.Predicate;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// The filter of a `postgres_changes` binding: `column=op.value`, several separated by commas, all of which must hold.
///
/// Operators `eq neq gt gte lt lte in like ilike is match imatch isdistinct`, each with `not.` before it. Values
/// compare by the column's type. As in SQL, a comparison with null holds for none, nor does its negation; only `is`
/// and `isdistinct` know null.
record ChangeFilter(List<Predicate<JsonNode>> conditions) {
    private static final int MOST_VALUES = 100;
    private static final int LONGEST = 4_000;

    private static final Set<String> TRUTHS = Set.of("true", "false", "unknown");

    static final ChangeFilter ALL = new ChangeFilter(List.of());

    /// SQL's third value is Java's null.
    private interface Test {
        @Nullable
        Boolean of(JsonNode value);
    }

    /// @throws MalformedFrameException with a sentence for the client: what cannot hold for any row of the table
    static ChangeFilter parse(@Nullable String text, PublicTable table) throws MalformedFrameException {
        if (text == null || text.isBlank()) {
            return ALL;
        }
        if (text.length() > LONGEST) {
            throw new MalformedFrameException("the filter is longer than " + LONGEST + " characters");
        }
        var conditions = new ArrayList<Predicate<JsonNode>>();
        for (var each : new FilterScanner(text.strip()).conditions()) {
            conditions.add(condition(each, FollowedTables.column(table, each.column())));
        }
        return new ChangeFilter(List.copyOf(conditions));
    }

    boolean holds(JsonNode row) {
        return conditions.stream().allMatch(condition -> condition.test(row));
    }

    private static Predicate<JsonNode> condition(Condition asked, ColumnValues type) throws MalformedFrameException {
        var test = test(asked, type);
        return row -> {
            var holds = test.of(row.path(asked.column()));
            return holds != null && holds != asked.negated();
        };
    }

    private static Test test(Condition asked, ColumnValues type) throws MalformedFrameException {
        return switch (asked.operator()) {
            case "eq" -> compared(asked, type, order -> order == 0);
            case "neq" -> compared(asked, type, order -> order != 0);
            case "gt" -> ordered(asked, type, order -> order > 0);
            case "gte" -> ordered(asked, type, order -> order >= 0);
            case "lt" -> ordered(asked, type, order -> order < 0);
            case "lte" -> ordered(asked, type, order -> order <= 0);
            case "in" -> in(asked, type);
            case "like" -> matched(TextPattern.like(text(asked, type), false));
            case "ilike" -> matched(TextPattern.like(text(asked, type), true));
            case "match" -> matched(regex(text(asked, type), false));
            case "imatch" -> matched(regex(text(asked, type), true));
            case "is" -> is(asked, type);
            case "isdistinct" -> distinct(asked, type);
            default ->
                throw new MalformedFrameException("unknown operator: " + asked.operator()
                        + " (expected: eq, neq, gt, gte, lt, lte, in, like, ilike, is, match, imatch or isdistinct)");
        };
    }

    private static Value only(Condition asked) {
        return asked.values().getFirst();
    }

    private static Object operand(Condition asked, ColumnValues type, Value value) throws MalformedFrameException {
        return type.read(value.text())
                .orElseThrow(() -> new MalformedFrameException("column %s is of type %s: '%s' is not %s%s"
                        .formatted(
                                asked.column(),
                                type.type().wire(),
                                value.text(),
                                type.form(),
                                value.isNull() ? "; for null ask is.null" : "")));
    }

    private static Test ordered(Condition asked, ColumnValues type, IntPredicate expected)
            throws MalformedFrameException {
        if (!type.ordered()) {
            throw new MalformedFrameException("column %s is of type %s, which has no order"
                    .formatted(asked.column(), type.type().wire()));
        }
        return compared(asked, type, expected);
    }

    private static Test compared(Condition asked, ColumnValues type, IntPredicate expected)
            throws MalformedFrameException {
        var operand = operand(asked, type, only(asked));
        return value -> absent(value)
                ? null
                : type.read(value)
                        .map(read -> expected.test(type.compare(read, operand)))
                        .orElse(null);
    }

    private static Test in(Condition asked, ColumnValues type) throws MalformedFrameException {
        if (asked.values().size() > MOST_VALUES) {
            throw new MalformedFrameException("a list of more than " + MOST_VALUES + " values");
        }
        var operands = new ArrayList<Object>();
        for (var each : asked.values()) {
            if (!each.isNull()) {
                operands.add(operand(asked, type, each));
            }
        }
        if (operands.isEmpty()) {
            throw new MalformedFrameException("a list without values holds for no row");
        }
        var otherwise = operands.size() == asked.values().size() ? Boolean.FALSE : null;
        return value -> absent(value)
                ? null
                : type.read(value).stream().anyMatch(read -> contains(operands, type, read)) ? Boolean.TRUE : otherwise;
    }

    private static boolean contains(List<Object> operands, ColumnValues type, Object read) {
        return operands.stream().anyMatch(operand -> type.compare(read, operand) == 0);
    }

    private static Test distinct(Condition asked, ColumnValues type) throws MalformedFrameException {
        if (only(asked).isNull()) {
            return value -> !absent(value);
        }
        var operand = operand(asked, type, only(asked));
        return value -> absent(value)
                || type.read(value)
                        .map(read -> type.compare(read, operand) != 0)
                        .orElse(true);
    }

    private static Test is(Condition asked, ColumnValues type) throws MalformedFrameException {
        var operand = only(asked).text();
        if (type.type() != ColumnType.BOOL && TRUTHS.contains(operand)) {
            throw new MalformedFrameException("column %s is of type %s: is.%s never holds"
                    .formatted(asked.column(), type.type().wire(), operand));
        }
        return switch (operand) {
            case "null", "unknown" -> ChangeFilter::absent;
            case "not_null" -> value -> !absent(value);
            case "true" -> value -> value.isBoolean() && value.asBoolean();
            case "false" -> value -> value.isBoolean() && !value.asBoolean();
            default ->
                throw new MalformedFrameException("is." + operand + " (expected: null, not_null, true or false)");
        };
    }

    private static String text(Condition asked, ColumnValues type) throws MalformedFrameException {
        if (type.type() != ColumnType.TEXT) {
            throw new MalformedFrameException("column %s is of type %s, and %s compares text"
                    .formatted(asked.column(), type.type().wire(), asked.operator()));
        }
        return only(asked).text();
    }

    private static Test matched(TextPattern pattern) {
        return value -> absent(value) ? null : pattern.matches(value.asString());
    }

    private static TextPattern regex(String regex, boolean ignoreCase) throws MalformedFrameException {
        try {
            return TextPattern.regex(regex, ignoreCase);
        } catch (PatternSyntaxException bad) {
            throw new MalformedFrameException("invalid pattern: " + regex);
        }
    }

    private static boolean absent(JsonNode value) {
        return value.isNull() || value.isMissingNode();
    }
}
