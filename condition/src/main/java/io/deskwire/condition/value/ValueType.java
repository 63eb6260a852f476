package io.deskwire.condition.value;

import io.deskwire.common.json.WireJson;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.BiPredicate;
import java.util.function.Function;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Values of one type: how PostgreSQL reads them from a text, how an event's JSON shows them, and how two compare.
///
/// @param <V> the value in memory
public final class ValueType<V> {
    private static final JsonMapper DOCUMENTS = WireJson.documents();
    private static final Pattern UUID_FORM =
            Pattern.compile("[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}");
    private static final Pattern NUMBER_FORM = Pattern.compile("[+-]?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d{1,3})?");
    private static final Pattern WHOLE_FORM = Pattern.compile("[+-]?\\d{1,19}");
    private static final Set<String> TRUE = Set.of("true", "t", "yes", "y", "on", "1");
    private static final Set<String> FALSE = Set.of("false", "f", "no", "n", "off", "0");

    /// What PostgreSQL reads in its zone UTC: date, time and offset, the last two where they are given.
    private static final DateTimeFormatter TIME_FORM = new DateTimeFormatterBuilder()
            .parseCaseInsensitive()
            .append(DateTimeFormatter.ISO_LOCAL_DATE)
            .optionalStart()
            .appendPattern("['T'][' ']")
            .append(DateTimeFormatter.ISO_LOCAL_TIME)
            .optionalStart()
            .appendOffset("+HH:MM", "Z")
            .optionalEnd()
            .optionalStart()
            .appendOffset("+HHmm", "Z")
            .optionalEnd()
            .optionalEnd()
            .toFormatter(Locale.ROOT);

    /// UUIDs, written in any case. `UUID.compareTo` takes the halves as signed and has another order than PostgreSQL.
    public static final ValueType<UUID> ID = scalar(
            text -> UUID_FORM.matcher(text).matches() ? Optional.of(UUID.fromString(text)) : Optional.empty(),
            Comparator.comparing(UUID::getMostSignificantBits, Long::compareUnsigned)
                    .thenComparing(UUID::getLeastSignificantBits, Long::compareUnsigned));

    /// Texts, ordered by their characters and not, as `String.compareTo` does, by the halves of surrogate pairs.
    public static final ValueType<String> TEXT = scalar(Optional::of, ValueType::compareTexts);

    /// Instants in microseconds, which is what a `timestamptz` keeps.
    public static final ValueType<Instant> TIME = natural(ValueType::time);

    /// Days of the years 1 to 9999 without a time.
    public static final ValueType<LocalDate> DAY = natural(ValueType::day);

    /// Exact decimals; 1.0 is 1.
    public static final ValueType<BigDecimal> NUMBER =
            natural(text -> NUMBER_FORM.matcher(text).matches() ? Optional.of(new BigDecimal(text)) : Optional.empty());

    /// What a `bigint` holds.
    public static final ValueType<Long> WHOLE = natural(ValueType::whole);

    public static final ValueType<Boolean> FLAG = natural(ValueType::flag);

    /// Documents, the same where their values are, whatever the order of names. Without an order.
    public static final ValueType<JsonNode> JSON =
            new ValueType<>(ValueType::json, Optional::of, unordered(ValueType::sameDocument));

    /// Lists of texts, as JSON. Without an order.
    public static final ValueType<List<String>> TEXTS =
            new ValueType<>(text -> json(text).flatMap(ValueType::texts), ValueType::texts, unordered(List::equals));

    private final Function<String, Optional<V>> written;
    private final Function<JsonNode, Optional<V>> shown;
    private final Comparator<V> order;

    private ValueType(
            Function<String, Optional<V>> written, Function<JsonNode, Optional<V>> shown, Comparator<V> order) {
        this.written = written;
        this.shown = shown;
        this.order = order;
    }

    /// A value as a person writes it in a text; empty where it is of another type.
    public Optional<V> read(String text) {
        return written.apply(text);
    }

    /// A value as an event shows it; empty where it is of another type, absent or null.
    public Optional<V> read(JsonNode value) {
        return value.isNull() || value.isMissingNode() ? Optional.empty() : shown.apply(value);
    }

    /// As [Comparator] does. Of types without an order: 0 for equal ones and another number otherwise.
    public int compare(V left, V right) {
        return order.compare(left, right);
    }

    /// Whether two are the same value.
    public boolean same(V left, V right) {
        return order.compare(left, right) == 0;
    }

    private static <V> ValueType<V> scalar(Function<String, Optional<V>> written, Comparator<V> order) {
        return new ValueType<>(
                written, value -> value.isValueNode() ? written.apply(value.asString()) : Optional.empty(), order);
    }

    private static <V extends Comparable<? super V>> ValueType<V> natural(Function<String, Optional<V>> written) {
        return scalar(written, Comparator.naturalOrder());
    }

    private static <V> Comparator<V> unordered(BiPredicate<V, V> same) {
        return (left, right) -> same.test(left, right) ? 0 : 1;
    }

    private static int compareTexts(String left, String right) {
        int at = 0;
        while (at < left.length() && at < right.length() && left.charAt(at) == right.charAt(at)) {
            at++;
        }
        if (at == left.length() || at == right.length()) {
            return Integer.compare(left.length(), right.length());
        }
        // Two that differ within a pair began it alike.
        int from = at > 0 && Character.isHighSurrogate(left.charAt(at - 1)) ? at - 1 : at;
        return Integer.compare(left.codePointAt(from), right.codePointAt(from));
    }

    private static Optional<Instant> time(String text) {
        try {
            var time = TIME_FORM.parseBest(text, OffsetDateTime::from, LocalDateTime::from, LocalDate::from);
            var instant = switch (time) {
                case OffsetDateTime offset -> offset.toInstant();
                case LocalDateTime local -> local.toInstant(ZoneOffset.UTC);
                default -> LocalDate.from(time).atStartOfDay().toInstant(ZoneOffset.UTC);
            };
            return Optional.of(instant.truncatedTo(ChronoUnit.MICROS));
        } catch (DateTimeException notATime) {
            return Optional.empty();
        }
    }

    private static Optional<LocalDate> day(String text) {
        try {
            return text.length() == 10
                    ? Optional.of(LocalDate.parse(text)).filter(day -> day.getYear() > 0)
                    : Optional.empty();
        } catch (DateTimeException notADay) {
            return Optional.empty();
        }
    }

    private static Optional<Long> whole(String text) {
        try {
            return WHOLE_FORM.matcher(text).matches() ? Optional.of(Long.valueOf(text)) : Optional.empty();
        } catch (NumberFormatException tooBig) {
            return Optional.empty();
        }
    }

    private static Optional<Boolean> flag(String text) {
        var lower = text.toLowerCase(Locale.ROOT);
        return TRUE.contains(lower) ? Optional.of(true) : FALSE.contains(lower) ? Optional.of(false) : Optional.empty();
    }

    private static Optional<JsonNode> json(String text) {
        try {
            return Optional.of(DOCUMENTS.readTree(text));
        } catch (JacksonException notJson) {
            return Optional.empty();
        }
    }

    private static boolean sameDocument(JsonNode left, JsonNode right) {
        return left.equals(ValueType::compareLeaves, right);
    }

    private static int compareLeaves(JsonNode left, JsonNode right) {
        if (left.isNumber() && right.isNumber()) {
            return left.decimalValue().compareTo(right.decimalValue());
        }
        return left.equals(right) ? 0 : 1;
    }

    private static Optional<List<String>> texts(JsonNode array) {
        if (!array.isArray()) {
            return Optional.empty();
        }
        var texts = new ArrayList<String>();
        array.forEach(each -> texts.add(each.isValueNode() ? each.asString() : each.toString()));
        return Optional.of(List.copyOf(texts));
    }
}
