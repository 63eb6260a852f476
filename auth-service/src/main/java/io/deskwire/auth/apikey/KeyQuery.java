package io.deskwire.auth.apikey;

import io.deskwire.auth.apikey.ApiKey.Status;
import io.deskwire.common.identity.UserId;
import io.deskwire.common.problem.FieldCheck;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import org.jspecify.annotations.Nullable;

/// Which API keys a list shows.
///
/// @param unusedSince the report of unused keys: those that nobody swapped since then and that were made before it;
///     only active ones where no status is asked for
/// @param expiringBefore those that end before then
record KeyQuery(
        @Nullable UserId serviceUser,
        @Nullable Status status,
        @Nullable Instant unusedSince,
        @Nullable Instant expiringBefore) {

    static KeyQuery parse(
            @Nullable String serviceUser,
            @Nullable String status,
            @Nullable String unusedSince,
            @Nullable String expiringBefore) {
        var check = new FieldCheck();
        var machine = check.optionalId("service_user_id", serviceUser);
        var asked = status == null ? null : check.oneOf("status", status, Status.class, Status.ACTIVE);
        var query = new KeyQuery(
                machine == null ? null : new UserId(machine),
                asked == null && unusedSince != null ? Status.ACTIVE : asked,
                instant(check, "unused_since", unusedSince),
                instant(check, "expiring_before", expiringBefore));
        check.done();
        return query;
    }

    private static @Nullable Instant instant(FieldCheck check, String field, @Nullable String text) {
        try {
            return text == null ? null : Instant.parse(text);
        } catch (DateTimeParseException _) {
            check.require(false, field, "'%s' (expected: RFC 3339 such as 2026-11-21T10:00:00Z)".formatted(text));
            return null;
        }
    }
}
