package io.deskwire.condition;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;

/// What a clause compares its field with.
sealed interface Operand<V> {
    /// None for operators without a value, else one or several.
    record Values<V>(List<V> values) implements Operand<V> {
        public Values {
            values = List.copyOf(values);
        }
    }

    /// Who asks: `me`, `my_teams`.
    record Asker<V>(String word, Function<ConditionContext, List<V>> meaning) implements Operand<V> {}

    /// Several, of which some are who asks.
    record Several<V>(List<Operand<V>> parts) implements Operand<V> {
        public Several {
            parts = List.copyOf(parts);
        }
    }

    /// So long before and after the moment of evaluation.
    ///
    /// @param at a value of the field's type at an instant
    record Span<V>(Duration duration, Function<Instant, V> at) implements Operand<V> {
        V begin(ConditionContext context) {
            return at.apply(context.now().minus(duration));
        }

        V end(ConditionContext context) {
            return at.apply(context.now().plus(duration));
        }
    }

    static Asker<UUID> me() {
        return new Asker<>("me", context -> context.user() == null ? List.of() : List.of(context.user()));
    }

    static Asker<UUID> myTeams() {
        return new Asker<>(
                "my_teams", context -> context.teams().stream().sorted().toList());
    }

    default List<V> values(ConditionContext context) {
        return switch (this) {
            case Values<V>(var values) -> values;
            case Asker<V> asker -> asker.meaning().apply(context);
            case Several<V>(var parts) ->
                parts.stream().flatMap(part -> part.values(context).stream()).toList();
            case Span<V> _ -> List.of();
        };
    }

    /// Whether it means another thing to another asker or at another time.
    default boolean relative() {
        return switch (this) {
            case Values<V> _ -> false;
            case Several<V>(var parts) -> parts.stream().anyMatch(Operand::relative);
            case Asker<V> _, Span<V> _ -> true;
        };
    }
}
