package io.deskwire.condition;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// For whom and when a condition is evaluated.
///
/// @param now in microseconds, as the database counts
/// @param user who `me` is; null where the system evaluates, then `me` is nobody
/// @param teams what `my_teams` are
public record ConditionContext(Instant now, @Nullable UUID user, Set<UUID> teams) {
    public ConditionContext {
        now = now.truncatedTo(ChronoUnit.MICROS);
        teams = Set.copyOf(teams);
    }
}
