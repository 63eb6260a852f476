package io.deskwire.condition;

import io.deskwire.condition.value.ValueType;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.IntPredicate;
import java.util.function.Predicate;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// A field of one value.
///
/// @param values how they compare
/// @param stored a value that JSON shows; empty where it is of another type
/// @param fits what a clause may ask for
/// @param at the value at an instant; null where the type has no time
/// @param asker the word for who asks; null where there is none
record ScalarType<V>(
        ValueType<V> values,
        Set<Op> ops,
        String expectation,
        Function<JsonNode, Optional<V>> stored,
        Predicate<V> fits,
        @Nullable Function<Instant, V> at,
        Operand.@Nullable Asker<V> asker)
        implements FieldType<V> {
    private static final int MOST_DIGITS = 100;

    @Override
    public Optional<V> value(JsonNode json) {
        return stored(json).filter(fits);
    }

    @Override
    public Optional<V> stored(JsonNode json) {
        return stored.apply(json);
    }

    @Override
    public @Nullable Operand<V> asker(String word) {
        return asker != null && asker.word().equals(word) ? asker : null;
    }

    @Override
    public @Nullable Operand<V> span(Duration duration) {
        return at == null ? null : new Operand.Span<>(duration, at);
    }

    @Override
    public boolean same(@Nullable V one, @Nullable V other) {
        return one == null || other == null ? one == other : values.same(one, other);
    }

    @Override
    public boolean holds(Op op, @Nullable V actual, Operand<V> operand, ConditionContext context) {
        return switch (op) {
            case EMPTY -> actual == null;
            case NOT_EMPTY -> actual != null;
            case IS, IN -> among(actual, operand.values(context));
            case IS_NOT, NOT_IN -> !among(actual, operand.values(context));
            case GT, AFTER -> compared(actual, operand.values(context), order -> order > 0);
            case GTE -> compared(actual, operand.values(context), order -> order >= 0);
            case LT, BEFORE -> compared(actual, operand.values(context), order -> order < 0);
            case LTE -> compared(actual, operand.values(context), order -> order <= 0);
            case WITHIN ->
                operand instanceof Operand.Span<V> span
                        && compared(actual, List.of(span.begin(context)), order -> order >= 0)
                        && compared(actual, List.of(span.end(context)), order -> order <= 0);
            case OLDER_THAN ->
                operand instanceof Operand.Span<V> span
                        && compared(actual, List.of(span.begin(context)), order -> order < 0);
            case CONTAINS, NOT_CONTAINS, CHANGED, CHANGED_TO, CHANGED_FROM -> throw op.misplaced();
        };
    }

    @Override
    public org.jooq.Condition sql(Op op, org.jooq.Field<?> column, Operand<V> operand, SqlPredicate.Draft draft) {
        var wanted = operand.values(draft.context());
        return switch (op) {
            case EMPTY -> column.isNull();
            case NOT_EMPTY -> column.isNotNull();
            case IS, IN -> amongSql(column, wanted, draft);
            case IS_NOT, NOT_IN -> column.isNull().or(DSL.not(amongSql(column, wanted, draft)));
            case GT, AFTER, GTE, LT, BEFORE, LTE -> comparedSql(op, typed(column), draft.parameter(wanted.getFirst()));
            case WITHIN, OLDER_THAN -> spanSql(op, typed(column), operand, draft);
            case CONTAINS, NOT_CONTAINS, CHANGED, CHANGED_TO, CHANGED_FROM -> throw op.misplaced();
        };
    }

    private boolean among(@Nullable V actual, List<V> wanted) {
        return actual != null && wanted.stream().anyMatch(value -> values.same(actual, value));
    }

    private boolean compared(@Nullable V actual, List<V> wanted, IntPredicate expected) {
        return actual != null && expected.test(values.compare(actual, wanted.getFirst()));
    }

    static org.jooq.Condition amongSql(org.jooq.Field<?> column, List<?> wanted, SqlPredicate.Draft draft) {
        return switch (wanted.size()) {
            case 0 -> DSL.falseCondition();
            case 1 -> typed(column).eq(typed(draft.parameter(wanted.getFirst())));
            default -> typed(column).in(draft.parameters(wanted));
        };
    }

    private static org.jooq.Condition comparedSql(Op op, org.jooq.Field<Object> column, org.jooq.Field<?> value) {
        return switch (op) {
            case GT, AFTER -> column.gt(typed(value));
            case GTE -> column.ge(typed(value));
            case LT, BEFORE -> column.lt(typed(value));
            case LTE -> column.le(typed(value));
            default -> throw op.misplaced();
        };
    }

    private org.jooq.Condition spanSql(
            Op op, org.jooq.Field<Object> column, Operand<V> operand, SqlPredicate.Draft draft) {
        if (!(operand instanceof Operand.Span<V> span)) {
            throw op.misplaced();
        }
        var begin = typed(draft.parameter(span.begin(draft.context())));
        return op == Op.OLDER_THAN
                ? column.lt(begin)
                : column.between(begin, typed(draft.parameter(span.end(draft.context()))));
    }

    /// The types of column and parameter agree by the catalogue.
    @SuppressWarnings("unchecked")
    private static org.jooq.Field<Object> typed(org.jooq.Field<?> field) {
        return (org.jooq.Field<Object>) field;
    }

    /// A time with its offset: without one, nobody knows what is meant.
    static Optional<Instant> time(JsonNode json) {
        try {
            return json.isString()
                    ? Optional.of(
                            OffsetDateTime.parse(json.stringValue()).toInstant().truncatedTo(ChronoUnit.MICROS))
                    : Optional.empty();
        } catch (DateTimeException notATime) {
            return Optional.empty();
        }
    }

    /// What every store and client can hold.
    static boolean hasYear(Instant instant) {
        var year = instant.atOffset(ZoneOffset.UTC).getYear();
        return year >= 1 && year <= 9999;
    }

    /// `1e1000000` is a short text, but a long number.
    static boolean isShort(BigDecimal number) {
        var before = (long) number.precision() - number.scale();
        return number.signum() == 0 && Math.abs(number.scale()) <= MOST_DIGITS
                || before <= MOST_DIGITS && number.scale() <= MOST_DIGITS && number.signum() != 0;
    }
}
