package io.deskwire.auth.serviceuser;

import io.deskwire.auth.serviceuser.ServiceUser.Status;
import io.deskwire.common.problem.FieldCheck;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Which service users a list shows.
///
/// @param unusedSince those that nobody used since then and that are older than that; null for all
record ServiceUserQuery(@Nullable Status status, @Nullable Instant unusedSince) {

    static ServiceUserQuery parse(@Nullable String status, @Nullable String unusedSince) {
        var check = new FieldCheck();
        var query = new ServiceUserQuery(
                check.optionalOneOf("status", status, Status.class),
                check.optionalInstant("unused_since", unusedSince));
        check.done();
        return query;
    }
}
