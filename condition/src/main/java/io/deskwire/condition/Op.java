package io.deskwire.condition;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// The operators of a condition.
///
/// An empty field is none of the values, is not among them and does not contain them, so the negative operators hold
/// for it. No comparison holds for it.
public enum Op {
    IS,
    IS_NOT,
    IN,
    NOT_IN,
    CONTAINS,
    NOT_CONTAINS,
    GT,
    GTE,
    LT,
    LTE,
    BEFORE,
    AFTER,
    /// No further from now than the duration, in either direction.
    WITHIN,
    /// Longer ago than the duration.
    OLDER_THAN,
    EMPTY,
    NOT_EMPTY,
    /// The three that compare a row before and after a change; triggers alone know them.
    CHANGED,
    CHANGED_TO,
    CHANGED_FROM;

    static final Set<Op> OF_CHANGES = Set.copyOf(EnumSet.of(CHANGED, CHANGED_TO, CHANGED_FROM));
    static final Set<Op> EQUALITY = Set.copyOf(EnumSet.of(IS, IS_NOT, IN, NOT_IN, EMPTY, NOT_EMPTY));
    static final Set<Op> ORDER = Set.copyOf(EnumSet.of(GT, GTE, LT, LTE));

    static Set<Op> and(Set<Op> some, Set<Op> more) {
        var both = EnumSet.copyOf(some);
        both.addAll(more);
        return both;
    }

    /// For an operator that the parser never gives to a field's type.
    IllegalStateException misplaced() {
        return new IllegalStateException(wire() + " does not fit the type of its field");
    }

    String wire() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Optional<Op> of(String wire) {
        return Arrays.stream(values()).filter(op -> op.wire().equals(wire)).findFirst();
    }

    /// What the operator compares with.
    Arity arity() {
        return switch (this) {
            case IS, IS_NOT, CONTAINS, NOT_CONTAINS, GT, GTE, LT, LTE, BEFORE, AFTER, CHANGED_TO, CHANGED_FROM ->
                Arity.ONE;
            case IN, NOT_IN -> Arity.SEVERAL;
            case WITHIN, OLDER_THAN -> Arity.DURATION;
            case EMPTY, NOT_EMPTY, CHANGED -> Arity.NONE;
        };
    }

    enum Arity {
        NONE,
        ONE,
        SEVERAL,
        DURATION
    }
}
