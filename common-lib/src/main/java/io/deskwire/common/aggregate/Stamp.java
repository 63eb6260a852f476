package io.deskwire.common.aggregate;

import io.deskwire.common.identity.Actor;
import io.deskwire.common.identity.UserId;
import io.deskwire.common.sql.Row;
import java.sql.SQLException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A row's version, who made it and who changed it last. Unwrapped (`@JsonUnwrapped`) in the row's public image.
///
/// @param version from 1, one more with each change
/// @param createdBy null where no subject made it, but a trigger, a letter or the system
/// @param updatedBy null as `createdBy`
public record Stamp(
        long version, @Nullable UserId createdBy, @Nullable UserId updatedBy, Instant createdAt, Instant updatedAt) {

    public static Stamp first(Actor actor, Instant now) {
        return new Stamp(1, actor.subject(), actor.subject(), now, now);
    }

    public Stamp next(Actor actor, Instant now) {
        return new Stamp(version + 1, createdBy, actor.subject(), createdAt, now);
    }

    /// From the columns `version, created_by, updated_by, created_at, updated_at`.
    public static Stamp of(Row row) throws SQLException {
        return new Stamp(
                row.number("version"),
                row.idOrNull("created_by", UserId::new),
                row.idOrNull("updated_by", UserId::new),
                row.instant("created_at"),
                row.instant("updated_at"));
    }
}
