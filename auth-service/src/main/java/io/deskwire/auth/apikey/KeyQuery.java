package io.deskwire.auth.apikey;

import io.deskwire.auth.apikey.ApiKey.Status;
import io.deskwire.common.identity.UserId;
import io.deskwire.common.problem.FieldCheck;
import java.time.Instant;
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
        var id = check.optionalId("service_user_id", serviceUser);
        var asked = status == null ? null : check.oneOf("status", status, Status.class, Status.ACTIVE);
        var query = new KeyQuery(
                id == null ? null : new UserId(id),
                asked == null && unusedSince != null ? Status.ACTIVE : asked,
                check.optionalInstant("unused_since", unusedSince),
                check.optionalInstant("expiring_before", expiringBefore));
        check.done();
        return query;
    }
}
