package io.deskwire.condition;

import java.util.function.Function;
import org.jooq.JSONB;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// A field that conditions may name.
///
/// @param name on the wire, for example `status` or `custom_fields.plan`
/// @param reader its value in a row; null where it is empty
/// @param column the same value in SQL; NULL where it is empty. It is written as it is: nothing of a request belongs
///     into it
public record Field<S, V>(String name, FieldType<V> type, Function<S, @Nullable V> reader, org.jooq.Field<?> column) {
    public Field {
        if (name.isBlank() || name.length() > 200) {
            throw new IllegalArgumentException("a field has a name of 1 to 200 characters, not " + name);
        }
    }

    /// A member of rows that are JSON, as events show them.
    public static <V> Field<JsonNode, V> ofJson(String name, FieldType<V> type, org.jooq.Field<?> column) {
        return new Field<>(name, type, row -> type.stored(row.path(name)).orElse(null), column);
    }

    /// A tenant's own field, called `custom_fields.<key>`: a member of a document in each row. A value of another type
    /// than the field's counts as none, so that a field can change its type.
    ///
    /// @param key any text
    /// @param document the row's document
    /// @param column the same in SQL, a `jsonb`
    /// @throws IllegalArgumentException where the type is none that documents have: ids, instants, whole numbers
    public static <S, V> Field<S, V> custom(
            String key, FieldType<V> type, Function<S, JsonNode> document, org.jooq.Field<JSONB> column) {
        return new Field<>(
                "custom_fields." + key,
                type,
                row -> type.stored(document.apply(row).path(key)).orElse(null),
                DocumentColumn.of(column, key, type));
    }

    @Nullable
    V of(S row) {
        return reader.apply(row);
    }
}
