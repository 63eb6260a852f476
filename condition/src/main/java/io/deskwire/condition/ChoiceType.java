package io.deskwire.condition;

import io.deskwire.condition.value.ValueType;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// One of several texts.
///
/// @param choices from the least to the greatest
record ChoiceType(List<String> choices) implements FieldType<String> {
    private static final ScalarType<String> EXACT = new ScalarType<>(
            ValueType.TEXT,
            Op.EQUALITY,
            "a text",
            json -> json.isString() ? Optional.of(json.stringValue()) : Optional.empty(),
            _ -> true,
            null,
            null);

    ChoiceType {
        choices = List.copyOf(choices);
    }

    @Override
    public Set<Op> ops() {
        return Op.and(Op.EQUALITY, Op.ORDER);
    }

    @Override
    public String expectation() {
        return "one of " + ConditionParser.listed(choices);
    }

    @Override
    public Optional<String> value(JsonNode json) {
        return stored(json).filter(choices::contains);
    }

    @Override
    public Optional<String> stored(JsonNode json) {
        return EXACT.stored(json);
    }

    @Override
    public boolean same(@Nullable String one, @Nullable String other) {
        return EXACT.same(one, other);
    }

    @Override
    public boolean holds(Op op, @Nullable String actual, Operand<String> operand, ConditionContext context) {
        return Op.ORDER.contains(op)
                ? actual != null && ranked(op, operand.values(context)).contains(actual)
                : EXACT.holds(op, actual, operand, context);
    }

    @Override
    public org.jooq.Condition sql(Op op, org.jooq.Field<?> column, Operand<String> operand, SqlPredicate.Draft draft) {
        return Op.ORDER.contains(op)
                ? ScalarType.amongSql(column, ranked(op, operand.values(draft.context())), draft)
                : EXACT.sql(op, column, operand, draft);
    }

    /// The choices for which the comparison holds: the database knows no order of them, but its index finds each.
    private List<String> ranked(Op op, List<String> wanted) {
        var rank = choices.indexOf(wanted.getFirst());
        return IntStream.range(0, choices.size())
                .filter(each -> switch (op) {
                    case GT -> each > rank;
                    case GTE -> each >= rank;
                    case LT -> each < rank;
                    case LTE -> each <= rank;
                    default -> throw op.misplaced();
                })
                .mapToObj(choices::get)
                .toList();
    }
}
