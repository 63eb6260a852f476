package io.deskwire.common.aggregate;

import io.deskwire.common.identity.UserId;
import io.deskwire.common.sql.Row;
import java.sql.SQLException;
import java.time.Instant;

/// The version of a row of which nobody notes who changed it last, who made it and when. Unwrapped (`@JsonUnwrapped`)
/// in the row's public image.
///
/// @param version from 1, one more with each change
public record Made(long version, UserId createdBy, Instant createdAt) {
    public static Made first(UserId by, Instant now) {
        return new Made(1, by, now);
    }

    public Made next() {
        return new Made(version + 1, createdBy, createdAt);
    }

    /// From the columns `version, created_by, created_at`.
    public static Made of(Row row) throws SQLException {
        return new Made(row.number("version"), row.id("created_by", UserId::new), row.instant("created_at"));
    }
}
