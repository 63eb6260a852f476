package io.deskwire.condition;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// One comparison of a condition.
///
/// @param json as it was given, so that it can be stored and shown
record Clause<S, V>(Field<S, V> field, Op op, Operand<V> operand, JsonNode json) {

    /// @param before null for a new row, of which every field that is not empty has changed
    boolean holds(@Nullable S before, S after, ConditionContext context) {
        var type = field.type();
        var value = field.of(after);
        if (!Op.OF_CHANGES.contains(op)) {
            return type.holds(op, value, operand, context);
        }
        var former = before == null ? null : field.of(before);
        if (type.same(former, value)) {
            return false;
        }
        return switch (op) {
            case CHANGED_TO -> type.holds(Op.IS, value, operand, context);
            case CHANGED_FROM -> type.holds(Op.IS, former, operand, context);
            default -> true;
        };
    }

    org.jooq.Condition sql(SqlPredicate.Draft draft) {
        if (Op.OF_CHANGES.contains(op)) {
            throw new IllegalStateException(op.wire() + " compares a row before and after its change; SQL sees one");
        }
        return field.type().sql(op, field.column(), operand, draft);
    }
}
