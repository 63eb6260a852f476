package io.deskwire.condition;

import io.deskwire.condition.value.CaseFolding;
import io.deskwire.condition.value.ValueType;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// A text. The empty one is empty as one that is not there.
///
/// @param candidates how the database finds those that contain a text; null where it reads all
record TextType(@Nullable Candidates candidates) implements FieldType<String> {
    private static final int LONGEST = 500;
    private static final ScalarType<String> EXACT = new ScalarType<>(
            ValueType.TEXT,
            Op.EQUALITY,
            "a text of 1 to %d characters".formatted(LONGEST),
            json -> json.isString() ? Optional.of(json.stringValue()) : Optional.empty(),
            text -> writable(text, LONGEST),
            null,
            null);

    @Override
    public Set<Op> ops() {
        return Op.and(Op.EQUALITY, Set.of(Op.CONTAINS, Op.NOT_CONTAINS));
    }

    @Override
    public String expectation() {
        return EXACT.expectation();
    }

    @Override
    public Optional<String> value(JsonNode json) {
        return EXACT.value(json);
    }

    @Override
    public Optional<String> stored(JsonNode json) {
        return EXACT.stored(json);
    }

    @Override
    public boolean same(@Nullable String one, @Nullable String other) {
        return (one == null ? "" : one).equals(other == null ? "" : other);
    }

    @Override
    public boolean holds(Op op, @Nullable String actual, Operand<String> operand, ConditionContext context) {
        return switch (op) {
            case EMPTY -> actual == null || actual.isEmpty();
            case NOT_EMPTY -> actual != null && !actual.isEmpty();
            case CONTAINS -> contains(actual, operand.values(context));
            case NOT_CONTAINS -> !contains(actual, operand.values(context));
            default -> EXACT.holds(op, actual, operand, context);
        };
    }

    @Override
    public org.jooq.Condition sql(Op op, org.jooq.Field<?> column, Operand<String> operand, SqlPredicate.Draft draft) {
        return switch (op) {
            case EMPTY -> column.isNull().or(column.coerce(String.class).eq(DSL.inline("")));
            case NOT_EMPTY -> column.coerce(String.class).ne(DSL.inline(""));
            case CONTAINS -> containsSql(column, operand.values(draft.context()).getFirst(), draft, candidates);
            case NOT_CONTAINS ->
                column.isNull()
                        .or(DSL.not(containsSql(
                                column, operand.values(draft.context()).getFirst(), draft, null)));
            default -> EXACT.sql(op, column, operand, draft);
        };
    }

    private static boolean contains(@Nullable String actual, List<String> wanted) {
        return actual != null && CaseFolding.of(actual).contains(CaseFolding.of(wanted.getFirst()));
    }

    private static org.jooq.Condition containsSql(
            org.jooq.Field<?> column, String wanted, SqlPredicate.Draft draft, @Nullable Candidates candidates) {
        var pattern = draft.text("%" + wanted.replaceAll("[\\\\%_]", "\\\\$0") + "%");
        var contains = DSL.condition("{0} ILIKE {1}", column, pattern);
        return candidates == null
                ? contains
                : candidates.of(draft.text(wanted), pattern).and(contains);
    }

    /// Whether a database can hold it and a person can see it.
    static boolean writable(String text, int most) {
        return !text.isBlank()
                && text.length() <= 2 * most
                && text.codePointCount(0, text.length()) <= most
                && text.indexOf('\0') < 0
                && StandardCharsets.UTF_8.newEncoder().canEncode(text);
    }
}
