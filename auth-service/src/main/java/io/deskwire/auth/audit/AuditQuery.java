package io.deskwire.auth.audit;

import io.deskwire.common.problem.FieldCheck;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Which entries are asked for; null filters nothing.
record AuditQuery(
        @Nullable UUID actor,
        @Nullable String action,
        @Nullable Instant since) {
    private static final int MAX_ACTION = 100;

    static AuditQuery parse(@Nullable String actor, @Nullable String action, @Nullable String since) {
        var check = new FieldCheck();
        var query = new AuditQuery(
                check.optionalId("actor_id", actor),
                check.optionalText("action", action, MAX_ACTION),
                check.optionalInstant("since", instant(check, since)));
        check.done();
        return query;
    }

    private static @Nullable Instant instant(FieldCheck check, @Nullable String text) {
        if (text == null) {
            return null;
        }
        try {
            return Instant.parse(text);
        } catch (DateTimeParseException _) {
            check.require(false, "since", "'%s' (expected: like 2026-11-21T09:30:00Z)".formatted(text));
            return null;
        }
    }
}
