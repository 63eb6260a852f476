package io.deskwire.contracts.table;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.Yaml;

/// The schemas of a description of endpoints, read as tables. A schema that shows the rows of a table names it in
/// `x-table`. A property has the column type of its JSON type and format, or the one it says in `x-column`; where that
/// is `none`, events do not show it.
record RowSchemas(Map<String, Object> byName) {
    private static final String REFERENCE = "#/components/schemas/";

    /// @param description the file's name without its ending
    static RowSchemas of(String description) {
        try (var file = RowSchemas.class.getResourceAsStream("/contracts/http/" + description + ".yaml")) {
            return of(Objects.requireNonNull(file, description));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    static RowSchemas of(InputStream description) {
        Map<String, Object> all = new Yaml().load(description);
        return new RowSchemas(map(map(all.get("components")).get("schemas")));
    }

    List<PublicTable> tables() {
        var tables = new ArrayList<PublicTable>();
        for (var schema : byName.values()) {
            if (map(schema).get("x-table") instanceof String name) {
                tables.add(new PublicTable(name, columns(map(schema))));
            }
        }
        return tables;
    }

    private Map<String, ColumnType> columns(Map<String, Object> schema) {
        var columns = new TreeMap<String, ColumnType>();
        map(schema.get("properties")).forEach((name, property) -> {
            var type = type(name, resolved(map(property)));
            if (type != null) {
                columns.put(name, type);
            }
        });
        return columns;
    }

    private Map<String, Object> resolved(Map<String, Object> property) {
        return property.get("$ref") instanceof String reference
                ? map(byName.get(reference.substring(REFERENCE.length())))
                : property;
    }

    private static @Nullable ColumnType type(String name, Map<String, Object> property) {
        if (property.get("x-column") instanceof String told) {
            return told.equals("none") ? null : ColumnType.valueOf(told.toUpperCase(Locale.ROOT));
        }
        return switch (json(property.get("type"))) {
            case "string" ->
                switch (String.valueOf(property.get("format"))) {
                    case "uuid" -> ColumnType.UUID;
                    case "date-time" -> ColumnType.TIMESTAMPTZ;
                    default -> ColumnType.TEXT;
                };
            case "integer" -> ColumnType.INT8;
            case "boolean" -> ColumnType.BOOL;
            case "object" -> ColumnType.JSONB;
            case "array" -> ColumnType.TEXTS;
            case String other ->
                throw new IllegalStateException(
                        "column %s: no column is a JSON %s; say which in x-column".formatted(name, other));
        };
    }

    /// The type itself, or what is beside null in a list of types.
    private static String json(@Nullable Object type) {
        return type instanceof List<?> several
                ? several.stream()
                        .map(String::valueOf)
                        .filter(one -> !one.equals("null"))
                        .findFirst()
                        .orElse("null")
                : String.valueOf(type);
    }

    @SuppressWarnings("unchecked") // as OpenAPI has it
    private static Map<String, Object> map(@Nullable Object object) {
        return (Map<String, Object>) Objects.requireNonNull(object);
    }
}
