package io.deskwire.tickets.platform;

import io.deskwire.common.aggregate.Stamp;
import io.deskwire.common.sql.Row;
import java.sql.Types;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.SqlParameterValue;

/// Columns that statements name alike; each is bound by a parameter of its own name.
///
/// @param written each with its cast where it needs one, such as `custom_fields::jsonb` and whatever may be null
public record Columns(List<String> written) {
    /// The columns of a [Stamp] that change with every change.
    private static final List<String> STAMPED = List.of("version", "updated_by::uuid", "updated_at");

    public Columns {
        written = List.copyOf(written);
    }

    public static Columns of(String... written) {
        return new Columns(List.of(written));
    }

    /// With those that every change writes.
    public static Columns changed(String... written) {
        return new Columns(Stream.concat(Stream.of(written), STAMPED.stream()).toList());
    }

    public Columns and(Columns more) {
        return new Columns(
                Stream.concat(written.stream(), more.written.stream()).toList());
    }

    public List<String> names() {
        return written.stream().map(Columns::name).toList();
    }

    /// For SELECT, RETURNING and the list of an INSERT.
    public String list() {
        return joined(Columns::name);
    }

    /// For VALUES.
    public String values() {
        return joined(column -> ":" + column);
    }

    /// For SET.
    public String assignments() {
        return joined(column -> name(column) + " = :" + column);
    }

    /// The parameters of a stamp; the row's others are added to them.
    public static Map<String, @Nullable Object> parameters(Stamp stamp) {
        var values = new HashMap<String, @Nullable Object>();
        values.put("version", stamp.version());
        values.put("created_by", orNull(stamp.createdBy()));
        values.put("updated_by", orNull(stamp.updatedBy()));
        values.put("created_at", Row.at(stamp.createdAt()));
        values.put("updated_at", Row.at(stamp.updatedAt()));
        return values;
    }

    /// A value that may be null, as text, which the column casts: so its null has a type as well. For a null without
    /// one the driver asks the server, and sends what goes before such a statement apart from then on (ADR 0069).
    public static SqlParameterValue orNull(@Nullable Object value) {
        return new SqlParameterValue(Types.VARCHAR, value == null ? null : value.toString());
    }

    private String joined(UnaryOperator<String> shape) {
        return written.stream().map(shape).collect(Collectors.joining(", "));
    }

    private static String name(String column) {
        return column.split("::", 2)[0];
    }
}
