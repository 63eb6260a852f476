package io.deskwire.condition;

import java.util.List;
import java.util.stream.Stream;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// What a row must be: every clause of `all`, and one of `any` where there are some. An empty condition holds for every
/// row. Immutable, safe for threads, made by [Catalogue#parse].
public final class Condition<S> {
    private final List<Clause<S, ?>> all;
    private final List<Clause<S, ?>> any;

    Condition(List<Clause<S, ?>> all, List<Clause<S, ?>> any) {
        this.all = List.copyOf(all);
        this.any = List.copyOf(any);
    }

    /// For a row as it is.
    public boolean holds(S row, ConditionContext context) {
        return holds(null, row, context);
    }

    /// For a change.
    ///
    /// @param before null for a new row
    public boolean holds(@Nullable S before, S after, ConditionContext context) {
        return all.stream().allMatch(clause -> clause.holds(before, after, context))
                && (any.isEmpty() || any.stream().anyMatch(clause -> clause.holds(before, after, context)));
    }

    /// The rows for which [#holds] says so, in PostgreSQL. Each call numbers its parameters from 1, so a statement
    /// takes one condition.
    ///
    /// @throws IllegalStateException where a clause compares before and after
    public SqlPredicate sql(ConditionContext context) {
        return sql(context, "");
    }

    /// The same for a statement that takes several conditions.
    ///
    /// @param prefix of the parameters' names, another one for each: letters, digits and `_`
    /// @throws IllegalStateException where a clause compares before and after
    public SqlPredicate sql(ConditionContext context, String prefix) {
        var draft = new SqlPredicate.Draft(context, prefix);
        var every = DSL.and(all.stream().map(clause -> clause.sql(draft)).toList());
        return draft.of(
                any.isEmpty()
                        ? every
                        : every.and(DSL.or(
                                any.stream().map(clause -> clause.sql(draft)).toList())));
    }

    /// Whether what it holds for differs by the time alone or by who asks, so that the answer cannot be kept.
    public boolean relative() {
        return clauses().anyMatch(clause -> clause.operand().relative());
    }

    private Stream<Clause<S, ?>> clauses() {
        return Stream.concat(all.stream(), any.stream());
    }

    /// As it was given; parsing it again gives the same condition.
    public ObjectNode json() {
        var json = JsonNodeFactory.instance.objectNode();
        json.set("all", array(all));
        json.set("any", array(any));
        return json;
    }

    private static <S> ArrayNode array(List<Clause<S, ?>> clauses) {
        var array = JsonNodeFactory.instance.arrayNode();
        clauses.forEach(clause -> array.add(clause.json()));
        return array;
    }
}
