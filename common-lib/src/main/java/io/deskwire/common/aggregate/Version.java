package io.deskwire.common.aggregate;

import io.deskwire.common.sql.Row;
import java.sql.SQLException;
import java.time.Instant;

/// A row's version and its times, where nobody asks who changed it last; else a [Stamp]. Unwrapped (`@JsonUnwrapped`) in
/// the row's public image.
///
/// @param version from 1, one more with each change
public record Version(long version, Instant createdAt, Instant updatedAt) {

    public static Version first(Instant now) {
        return new Version(1, now, now);
    }

    public Version next(Instant now) {
        return new Version(version + 1, createdAt, now);
    }

    /// From the columns `version, created_at, updated_at`.
    public static Version of(Row row) throws SQLException {
        return new Version(row.number("version"), row.instant("created_at"), row.instant("updated_at"));
    }
}
