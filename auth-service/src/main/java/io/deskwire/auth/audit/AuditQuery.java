package io.deskwire.auth.audit;

import io.deskwire.common.problem.FieldCheck;
import java.time.Instant;
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
                check.optionalInstant("since", since));
        check.done();
        return query;
    }
}
