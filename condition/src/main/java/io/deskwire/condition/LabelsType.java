package io.deskwire.condition;

import io.deskwire.condition.value.CaseFolding;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// A set of texts such as tags, a `text[]` in SQL, case being ignored. `is` and `contains` ask for one of them, `in`
/// for any of several.
///
/// @param choices those there are; null where any text will do
/// @param folded whether the column holds them in lower case
record LabelsType(@Nullable List<String> choices, boolean folded) implements FieldType<List<String>> {
    private static final int LONGEST = 100;

    @Override
    public Set<Op> ops() {
        return Op.and(Op.EQUALITY, Set.of(Op.CONTAINS, Op.NOT_CONTAINS));
    }

    @Override
    public String expectation() {
        return choices == null
                ? "a text of 1 to %d characters".formatted(LONGEST)
                : "one of " + ConditionParser.listed(choices);
    }

    /// Each value of a clause is one label.
    @Override
    public Optional<List<String>> value(JsonNode json) {
        return json.isString()
                ? Optional.of(json.stringValue().strip())
                        .filter(label -> TextType.writable(label, LONGEST))
                        .filter(label -> choices == null || choices.contains(label))
                        .map(List::of)
                : Optional.empty();
    }

    @Override
    public Optional<List<String>> stored(JsonNode json) {
        if (!json.isArray()) {
            return Optional.empty();
        }
        var labels = new ArrayList<String>();
        for (var each : json) {
            if (each.isString()) {
                labels.add(each.stringValue());
            }
        }
        return Optional.of(labels);
    }

    @Override
    public boolean same(@Nullable List<String> one, @Nullable List<String> other) {
        return folded(one).equals(folded(other));
    }

    @Override
    public boolean holds(
            Op op, @Nullable List<String> actual, Operand<List<String>> operand, ConditionContext context) {
        return switch (op) {
            case EMPTY -> actual == null || actual.isEmpty();
            case NOT_EMPTY -> actual != null && !actual.isEmpty();
            case IS, IN, CONTAINS -> any(actual, operand.values(context));
            case IS_NOT, NOT_IN, NOT_CONTAINS -> !any(actual, operand.values(context));
            case GT, GTE, LT, LTE, BEFORE, AFTER, WITHIN, OLDER_THAN, CHANGED, CHANGED_TO, CHANGED_FROM ->
                throw op.misplaced();
        };
    }

    @Override
    public org.jooq.Condition sql(
            Op op, org.jooq.Field<?> column, Operand<List<String>> operand, SqlPredicate.Draft draft) {
        return switch (op) {
            case EMPTY -> DSL.condition("coalesce(cardinality({0}), 0) = 0", column);
            case NOT_EMPTY -> DSL.condition("cardinality({0}) > 0", column);
            case IS, IN, CONTAINS -> anySql(column, operand, draft);
            case IS_NOT, NOT_IN, NOT_CONTAINS -> column.isNull().or(DSL.not(anySql(column, operand, draft)));
            case GT, GTE, LT, LTE, BEFORE, AFTER, WITHIN, OLDER_THAN, CHANGED, CHANGED_TO, CHANGED_FROM ->
                throw op.misplaced();
        };
    }

    private static boolean any(@Nullable List<String> actual, List<List<String>> operand) {
        var wanted = wanted(operand);
        return folded(actual).stream().anyMatch(wanted::contains);
    }

    private org.jooq.Condition anySql(
            org.jooq.Field<?> column, Operand<List<String>> operand, SqlPredicate.Draft draft) {
        var wanted = DSL.list(draft.parameters(wanted(operand.values(draft.context()))));
        var held = folded
                ? column
                : DSL.field("ARRAY(SELECT lower(label) FROM unnest({0}) AS label)", String[].class, column);
        return DSL.condition("{0} && CAST(ARRAY[{1}] AS text[])", held, wanted);
    }

    private static Set<String> wanted(List<List<String>> operand) {
        return operand.stream()
                .flatMap(labels -> folded(labels).stream())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<String> folded(@Nullable List<String> labels) {
        return labels == null ? Set.of() : labels.stream().map(CaseFolding::of).collect(Collectors.toSet());
    }
}
