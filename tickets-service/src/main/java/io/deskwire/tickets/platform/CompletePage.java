package io.deskwire.tickets.platform;

import io.deskwire.common.page.Page;
import io.deskwire.common.problem.FieldCheck;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A page for pollers: what becomes visible after it counts as changed at `completeUntil` or later, so that is the next
/// `updated_since` (ADR 0039). All pages of one reading have the first one's.
public record CompletePage<T>(List<T> data, @Nullable String nextCursor, Instant completeUntil) {
    public CompletePage {
        data = List.copyOf(data);
    }

    public static <T> CompletePage<T> of(Page<T> page, Instant completeUntil) {
        return new CompletePage<>(page.data(), page.nextCursor(), completeUntil);
    }

    /// The parameter, where it is the only one to check.
    public static @Nullable Instant updatedSince(@Nullable String text) {
        var check = new FieldCheck();
        var since = updatedSince(check, text);
        check.done();
        return since;
    }

    public static @Nullable Instant updatedSince(FieldCheck check, @Nullable String text) {
        if (text == null) {
            return null;
        }
        try {
            return check.optionalInstant(
                    "updated_since", OffsetDateTime.parse(text).toInstant());
        } catch (DateTimeParseException _) {
            check.require(
                    false, "updated_since", "'%.60s' (expected: a time like 2026-11-21T10:00:00Z)".formatted(text));
            return null;
        }
    }
}
