package io.deskwire.condition;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jooq.DSLContext;
import org.jooq.Param;
import org.jooq.SQLDialect;
import org.jooq.impl.DSL;

/// A condition as SQL: `AND (` + text + `)` in a `WHERE`, with the parameters for `JdbcClient.params`.
///
/// @param text names its parameters `:condition1`, `:condition2` …, behind the prefix where one was asked for
public record SqlPredicate(String text, Map<String, Object> parameters) {
    private static final DSLContext SQL = quietly();

    public SqlPredicate {
        parameters = Map.copyOf(parameters);
    }

    /// Gathers the parameters while a condition is written.
    ///
    /// Each has its own name from the beginning: jOOQ's own numbers for `renderNamedParams` and
    /// `extractParams` differ as soon as a column's expression has a constant in it.
    static final class Draft {
        private final ConditionContext context;
        private final String prefix;
        private final Map<String, Object> parameters = new LinkedHashMap<>();

        Draft(ConditionContext context, String prefix) {
            this.context = context;
            this.prefix = prefix;
        }

        ConditionContext context() {
            return context;
        }

        Param<?> parameter(Object value) {
            return named(value instanceof Instant instant ? instant.atOffset(ZoneOffset.UTC) : value);
        }

        Param<String> text(String value) {
            return named(value);
        }

        List<? extends Param<?>> parameters(Collection<?> values) {
            return values.stream().map(this::parameter).toList();
        }

        SqlPredicate of(org.jooq.Condition condition) {
            return new SqlPredicate(SQL.renderNamedParams(condition), parameters);
        }

        private <T> Param<T> named(T value) {
            var name = prefix + "condition" + (parameters.size() + 1);
            parameters.put(name, value);
            return DSL.param(name, value);
        }
    }

    /// It would greet in the log of each service.
    private static DSLContext quietly() {
        System.setProperty("org.jooq.no-logo", "true");
        System.setProperty("org.jooq.no-tips", "true");
        return DSL.using(SQLDialect.POSTGRES);
    }
}
