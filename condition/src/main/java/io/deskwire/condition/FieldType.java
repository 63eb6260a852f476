package io.deskwire.condition;

import io.deskwire.condition.value.ValueType;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// What values a field has, which operators fit them, and what these mean in memory and in SQL.
///
/// @param <V> the value in memory
public sealed interface FieldType<V> permits ScalarType, TextType, ChoiceType, LabelsType {
    /// Those of rows as they are; comparing before and after a change fits every type.
    Set<Op> ops();

    /// What a value has to be, for the sentence that refuses another.
    String expectation();

    /// The value of a clause; empty where it does not fit.
    Optional<V> value(JsonNode json);

    /// The value of a row that is JSON; empty where it is of another type.
    Optional<V> stored(JsonNode json);

    /// The word for who asks (`me`, `my_teams`), where the type knows one.
    default @Nullable Operand<V> asker(String word) {
        return null;
    }

    /// What a duration is measured to; null where the type has no time.
    default @Nullable Operand<V> span(Duration duration) {
        return null;
    }

    /// Whether the operator holds for a row's value.
    boolean holds(Op op, @Nullable V actual, Operand<V> operand, ConditionContext context);

    /// The same as SQL.
    org.jooq.Condition sql(Op op, org.jooq.Field<?> column, Operand<V> operand, SqlPredicate.Draft draft);

    /// Whether two values of a row are the same.
    boolean same(@Nullable V one, @Nullable V other);

    /// Texts, compared exactly; `contains` ignores case and is `ILIKE` in SQL.
    static FieldType<String> text() {
        return new TextType(null);
    }

    /// The same where the database finds candidates by an index.
    static FieldType<String> text(Candidates candidates) {
        return new TextType(candidates);
    }

    /// Rows among which are all that contain a text, for example those that a search function finds. The condition
    /// compares them itself, so there may be too many.
    @FunctionalInterface
    interface Candidates {
        /// @param text that is looked for
        /// @param pattern the same as `LIKE` has it
        org.jooq.Condition of(org.jooq.Field<String> text, org.jooq.Field<String> pattern);
    }

    /// One of these texts, from the least to the greatest: `priority gt normal` holds for `high` and `urgent`. A row
    /// may have another one, which no order knows.
    static FieldType<String> choice(List<String> choices) {
        return new ChoiceType(choices);
    }

    /// Exact decimals.
    static FieldType<BigDecimal> number() {
        return new ScalarType<>(
                ValueType.NUMBER,
                Op.and(Op.EQUALITY, Op.ORDER),
                "a number of at most 100 digits on each side of the point",
                json -> json.isNumber() ? ValueType.NUMBER.read(json) : Optional.empty(),
                ScalarType::isShort,
                null,
                null);
    }

    /// Whole numbers of a `bigint`, compared so that its index is used.
    static FieldType<Long> whole() {
        return new ScalarType<>(
                ValueType.WHOLE,
                Op.and(Op.EQUALITY, Op.ORDER),
                "a whole number",
                json -> json.isIntegralNumber() ? ValueType.WHOLE.read(json) : Optional.empty(),
                _ -> true,
                null,
                null);
    }

    static FieldType<Boolean> flag() {
        return new ScalarType<>(
                ValueType.FLAG,
                EnumSet.of(Op.IS, Op.IS_NOT, Op.EMPTY, Op.NOT_EMPTY),
                "true or false",
                json -> json.isBoolean() ? Optional.of(json.booleanValue()) : Optional.empty(),
                _ -> true,
                null,
                null);
    }

    /// Instants in RFC 3339, in microseconds.
    static FieldType<Instant> instant() {
        return new ScalarType<>(
                ValueType.TIME,
                EnumSet.of(Op.BEFORE, Op.AFTER, Op.WITHIN, Op.OLDER_THAN, Op.EMPTY, Op.NOT_EMPTY),
                "a time such as 2026-11-21T10:00:00Z, of the years 1 to 9999",
                ScalarType::time,
                ScalarType::hasYear,
                instant -> instant,
                null);
    }

    /// Days without a time. Durations are measured from the day that it is in UTC.
    static FieldType<LocalDate> day() {
        return new ScalarType<>(
                ValueType.DAY,
                Op.and(Op.EQUALITY, EnumSet.of(Op.BEFORE, Op.AFTER, Op.WITHIN, Op.OLDER_THAN)),
                "a day such as 2026-11-21",
                json -> json.isString() ? ValueType.DAY.read(json) : Optional.empty(),
                _ -> true,
                instant -> LocalDate.ofInstant(instant, ZoneOffset.UTC),
                null);
    }

    /// UUIDs of rows.
    static FieldType<UUID> id() {
        return ids("a UUID", null);
    }

    /// UUIDs of people; `me` is who asks.
    static FieldType<UUID> person() {
        return ids("a UUID or me", Operand.me());
    }

    /// UUIDs of teams; `my_teams` are those of who asks.
    static FieldType<UUID> team() {
        return ids("a UUID or my_teams", Operand.myTeams());
    }

    /// A set of texts, case being ignored.
    static FieldType<List<String>> labels() {
        return new LabelsType(null, false);
    }

    /// The same where the column holds them in lower case, so that an index over its array is used.
    static FieldType<List<String>> foldedLabels() {
        return new LabelsType(null, true);
    }

    /// A set of some of these texts.
    static FieldType<List<String>> labels(List<String> choices) {
        return new LabelsType(List.copyOf(choices), false);
    }

    private static FieldType<UUID> ids(String expectation, Operand.@Nullable Asker<UUID> asker) {
        return new ScalarType<>(
                ValueType.ID,
                Op.EQUALITY,
                expectation,
                json -> json.isString() ? ValueType.ID.read(json) : Optional.empty(),
                _ -> true,
                null,
                asker);
    }
}
