package io.deskwire.condition;

import io.deskwire.common.problem.FieldCheck;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/// Reads a condition against the fields of a catalogue and says where each fault is.
final class ConditionParser<S> {
    private static final int MOST_CLAUSES = 50;
    private static final int MOST_VALUES = 100;
    private static final int MOST_CHARACTERS = 32_768;
    private static final int MOST_FAULTS = 50;
    private static final int MOST_LISTED = 40;
    private static final int LONGEST_SHOWN = 60;
    private static final int LONGEST_DURATION = 40;
    private static final Duration MOST_TIME = Duration.ofDays(36_500);
    private static final Pattern WEEKS = Pattern.compile("P(\\d{1,4})W");
    private static final List<String> GROUPS = List.of("all", "any");
    private static final List<String> PARTS = List.of("field", "op", "value");

    private final Map<String, Field<S, ?>> fields;
    private final FieldCheck check;
    private final boolean changes;
    private int faults;

    /// @param changes whether operators that compare before and after are known
    ConditionParser(Map<String, Field<S, ?>> fields, FieldCheck check, boolean changes) {
        this.fields = fields;
        this.check = check;
        this.changes = changes;
    }

    Condition<S> parse(JsonNode json, String path) {
        if (!json.isObject()) {
            fault(path, "an object with all and any is expected");
            return new Condition<>(List.of(), List.of());
        }
        refuseUnknown(json, path, GROUPS);
        var condition = new Condition<>(group(json, path, "all"), group(json, path, "any"));
        var characters = condition.json().toString().length();
        if (characters > MOST_CHARACTERS) {
            fault(path, "has %d characters as JSON (expected: at most %d)".formatted(characters, MOST_CHARACTERS));
        }
        return condition;
    }

    private List<Clause<S, ?>> group(JsonNode json, String path, String name) {
        var at = member(path, name);
        var group = json.path(name);
        if (group.isMissingNode()) {
            return List.of();
        }
        if (!group.isArray()) {
            fault(at, "an array of clauses is expected");
            return List.of();
        }
        if (group.size() > MOST_CLAUSES) {
            fault(at, "has %d clauses (expected: at most %d)".formatted(group.size(), MOST_CLAUSES));
            return List.of();
        }
        var clauses = new ArrayList<Clause<S, ?>>();
        for (int i = 0; i < group.size(); i++) {
            clause(group.get(i), "%s[%d]".formatted(at, i)).ifPresent(clauses::add);
        }
        return clauses;
    }

    private Optional<Clause<S, ?>> clause(JsonNode json, String at) {
        if (!json.isObject()) {
            fault(at, "an object with field, op and value is expected");
            return Optional.empty();
        }
        refuseUnknown(json, at, PARTS);
        var field = fields.get(text(json.path("field")));
        if (field == null) {
            fault(
                    at + ".field",
                    "%s (expected: one of %s)".formatted(shown(json.path("field")), listed(fields.keySet())));
            return Optional.empty();
        }
        return clause(field, json, at).map(clause -> clause);
    }

    private <V> Optional<Clause<S, V>> clause(Field<S, V> field, JsonNode json, String at) {
        var ops = ops(field.type());
        var op = Op.of(text(json.path("op"))).filter(ops::contains);
        if (op.isEmpty()) {
            fault(
                    at + ".op",
                    "%s does not fit %s (expected: one of %s)"
                            .formatted(
                                    shown(json.path("op")),
                                    field.name(),
                                    listed(ops.stream().map(Op::wire).toList())));
            return Optional.empty();
        }
        var operand = operand(field.type(), op.get(), json.path("value"), at + ".value");
        return operand == null ? Optional.empty() : Optional.of(new Clause<>(field, op.get(), operand, known(json)));
    }

    /// Without unknown members, which may be of any size.
    private static JsonNode known(JsonNode json) {
        var known = JsonNodeFactory.instance.objectNode();
        for (var part : PARTS) {
            if (json.has(part)) {
                known.set(part, json.path(part).deepCopy());
            }
        }
        return known;
    }

    private Set<Op> ops(FieldType<?> type) {
        var ops = EnumSet.copyOf(type.ops());
        if (changes) {
            ops.add(Op.CHANGED);
            if (ops.contains(Op.IS)) {
                ops.addAll(Op.OF_CHANGES);
            }
        }
        return ops;
    }

    /// Null where it does not fit, which the check knows then.
    private <V> @Nullable Operand<V> operand(FieldType<V> type, Op op, JsonNode value, String at) {
        return switch (op.arity()) {
            case NONE -> none(op, value, at);
            case ONE -> one(type, value, at);
            case SEVERAL -> several(type, value, at);
            case DURATION -> span(type, value, at);
        };
    }

    private <V> @Nullable Operand<V> none(Op op, JsonNode value, String at) {
        if (!value.isMissingNode()) {
            fault(at, "%s takes no value".formatted(op.wire()));
            return null;
        }
        return new Operand.Values<>(List.of());
    }

    private <V> @Nullable Operand<V> one(FieldType<V> type, JsonNode value, String at) {
        if (type.asker(text(value)) instanceof Operand<V> asker) {
            return asker;
        }
        var parsed = type.value(value);
        if (parsed.isEmpty()) {
            fault(at, "%s (expected: %s)".formatted(shown(value), type.expectation()));
            return null;
        }
        return new Operand.Values<>(List.of(parsed.get()));
    }

    private <V> @Nullable Operand<V> several(FieldType<V> type, JsonNode value, String at) {
        if (type.asker(text(value)) instanceof Operand<V> asker) {
            return asker;
        }
        if (!value.isArray() || value.isEmpty() || value.size() > MOST_VALUES) {
            fault(
                    at,
                    "%s (expected: an array of 1 to %d values, each %s)"
                            .formatted(shown(value), MOST_VALUES, type.expectation()));
            return null;
        }
        var values = new ArrayList<Operand<V>>();
        for (int i = 0; i < value.size(); i++) {
            if (one(type, value.get(i), "%s[%d]".formatted(at, i)) instanceof Operand<V> operand) {
                values.add(operand);
            }
        }
        return values.size() == value.size() ? new Operand.Several<>(values) : null;
    }

    private <V> @Nullable Operand<V> span(FieldType<V> type, JsonNode value, String at) {
        var duration = duration(text(value));
        if (duration.isEmpty()) {
            fault(
                    at,
                    "%s (expected: an ISO 8601 duration of weeks, or of days, hours, minutes and seconds, such as P7D, of at most %d days)"
                            .formatted(shown(value), MOST_TIME.toDays()));
            return null;
        }
        return type.span(duration.get());
    }

    /// Months and years have no length of their own. The smallest unit is the millisecond.
    private static Optional<Duration> duration(String text) {
        if (text.length() > LONGEST_DURATION) {
            return Optional.empty();
        }
        try {
            var weeks = WEEKS.matcher(text);
            var duration = weeks.matches()
                    ? Duration.ofDays(7L * Integer.parseInt(weeks.group(1)))
                    : Duration.parse(text).truncatedTo(ChronoUnit.MILLIS);
            return Optional.of(duration).filter(Duration::isPositive).filter(each -> each.compareTo(MOST_TIME) <= 0);
        } catch (DateTimeException | ArithmeticException notADuration) {
            return Optional.empty();
        }
    }

    private void refuseUnknown(JsonNode json, String at, List<String> known) {
        for (var name : json.propertyNames()) {
            if (!known.contains(name)) {
                fault(member(at, legible(name)), "unknown (expected: one of %s)".formatted(known));
            }
            if (faults > MOST_FAULTS) {
                return;
            }
        }
    }

    /// Of what is wrong from beginning to end, the first faults are enough.
    private void fault(String at, String message) {
        faults++;
        if (faults <= MOST_FAULTS) {
            check.require(false, at.isEmpty() ? "conditions" : at, message);
        }
    }

    private static String member(String path, String name) {
        return path.isEmpty() ? name : path + "." + name;
    }

    private static String text(JsonNode value) {
        return value.isString() ? value.stringValue() : "";
    }

    static String listed(Collection<String> names) {
        return names.size() <= MOST_LISTED
                ? names.toString()
                : names.stream()
                        .limit(MOST_LISTED)
                        .collect(Collectors.joining(", ", "[", ", and %d more]".formatted(names.size() - MOST_LISTED)));
    }

    private static String shown(JsonNode value) {
        return switch (value.getNodeType()) {
            case MISSING -> "nothing";
            case OBJECT, POJO -> "an object";
            case ARRAY -> "an array of " + value.size();
            case STRING -> "'" + legible(value.stringValue()) + "'";
            case NULL, NUMBER, BOOLEAN, BINARY -> legible(value.toString());
        };
    }

    /// The beginning of a client's text, with `?` for halves of surrogate pairs, which no answer can hold.
    private static String legible(String text) {
        var beginning = text.length() <= LONGEST_SHOWN ? text : text.substring(0, LONGEST_SHOWN) + "…";
        return new String(beginning.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
    }
}
