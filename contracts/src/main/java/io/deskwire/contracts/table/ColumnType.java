package io.deskwire.contracts.table;

/// The type of a public column.
public enum ColumnType {
    UUID("uuid"),
    TEXT("text"),
    TIMESTAMPTZ("timestamptz"),
    INT8("int8"),
    BOOL("bool"),
    JSONB("jsonb"),
    TEXTS("_text");

    private final String wire;

    ColumnType(String wire) {
        this.wire = wire;
    }

    /// Its name in PostgreSQL, by which clients convert values.
    public String wire() {
        return wire;
    }
}
