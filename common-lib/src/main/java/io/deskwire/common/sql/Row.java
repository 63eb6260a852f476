package io.deskwire.common.sql;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.RowMapper;

/// The current row of a result, read in the domain's types. A method without `OrNull` fails on a null, which in a
/// `NOT NULL` column cannot be.
public record Row(ResultSet result) {
    @FunctionalInterface
    public interface Reader<T> {
        T read(Row row) throws SQLException;
    }

    /// For `JdbcClient.query`: `Row.as(TicketRepository::ticket)`.
    public static <T> RowMapper<T> as(Reader<T> reader) {
        return (result, _) -> reader.read(new Row(result));
    }

    /// An instant as a parameter; the driver takes `timestamptz` in no other type.
    public static @Nullable OffsetDateTime at(@Nullable Instant instant) {
        return instant == null ? null : instant.atOffset(ZoneOffset.UTC);
    }

    /// An enum constant as a parameter, in its lower-case wire form.
    public static String wire(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    /// Texts as a `text[]` parameter.
    public static String @Nullable [] array(@Nullable List<String> texts) {
        return texts == null ? null : texts.toArray(String[]::new);
    }

    /// A column of several rows as a `text[]` parameter, from which PostgreSQL casts the column's type.
    public static <T> @Nullable String[] column(List<T> rows, Function<T, ? extends @Nullable Object> value) {
        var texts = new String[rows.size()];
        for (int i = 0; i < texts.length; i++) {
            var text = value.apply(rows.get(i));
            texts[i] = text == null ? null : text.toString();
        }
        return texts;
    }

    /// Ids or permissions, which have no blanks, as one text; the statement takes it apart by `string_to_array`.
    public static String words(Collection<?> values) {
        return values.stream().map(Object::toString).collect(Collectors.joining(" "));
    }

    /// What a `LIKE` has to match to find texts that contain this one, wildcards in it being themselves.
    public static String containing(String text) {
        return "%" + text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%";
    }

    public UUID uuid(String column) throws SQLException {
        return present(column, uuidOrNull(column));
    }

    public @Nullable UUID uuidOrNull(String column) throws SQLException {
        return result.getObject(column, UUID.class);
    }

    /// A typed id: `row.id("requester_id", ContactId::new)`.
    public <T> T id(String column, Function<UUID, T> type) throws SQLException {
        return type.apply(uuid(column));
    }

    public <T> @Nullable T idOrNull(String column, Function<UUID, T> type) throws SQLException {
        var id = uuidOrNull(column);
        return id == null ? null : type.apply(id);
    }

    public String text(String column) throws SQLException {
        return present(column, textOrNull(column));
    }

    public @Nullable String textOrNull(String column) throws SQLException {
        return result.getString(column);
    }

    /// A constant stored in its lower-case wire form.
    public <E extends Enum<E>> E constant(String column, Class<E> type) throws SQLException {
        return Enum.valueOf(type, text(column).toUpperCase(Locale.ROOT));
    }

    public Instant instant(String column) throws SQLException {
        return present(column, instantOrNull(column));
    }

    public @Nullable Instant instantOrNull(String column) throws SQLException {
        var at = result.getObject(column, OffsetDateTime.class);
        return at == null ? null : at.toInstant();
    }

    public long number(String column) throws SQLException {
        return result.getLong(column);
    }

    public int integer(String column) throws SQLException {
        return result.getInt(column);
    }

    public @Nullable Integer integerOrNull(String column) throws SQLException {
        return result.getObject(column, Integer.class);
    }

    public boolean flag(String column) throws SQLException {
        return result.getBoolean(column);
    }

    public byte @Nullable [] bytesOrNull(String column) throws SQLException {
        return result.getBytes(column);
    }

    public byte[] bytes(String column) throws SQLException {
        return present(column, result.getBytes(column));
    }

    public List<UUID> uuids(String column) throws SQLException {
        return Arrays.stream((Object[]) present(column, result.getArray(column)).getArray())
                .map(UUID.class::cast)
                .toList();
    }

    public List<String> texts(String column) throws SQLException {
        return present(column, textsOrNull(column));
    }

    public @Nullable List<String> textsOrNull(String column) throws SQLException {
        var array = result.getArray(column);
        return array == null
                ? null
                : Arrays.stream((Object[]) array.getArray())
                        .map(Object::toString)
                        .toList();
    }

    private static <T> T present(String column, @Nullable T value) {
        return Objects.requireNonNull(value, () -> "column " + column + " is null");
    }
}
