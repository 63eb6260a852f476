package io.deskwire.automation.account;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.deskwire.common.aggregate.Version;
import io.deskwire.common.identity.TenantId;
import io.deskwire.common.identity.UserId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/// A business account of the tenant, for bookkeeping: on whose behalf jobs run. As JSON this is its public image.
///
/// @param createdBy null where the system made it
record Account(
        AccountId id,
        TenantId tenantId,
        @JsonUnwrapped Content content,
        @Nullable UserId createdBy,
        @JsonUnwrapped Version stamp) {

    /// What the tenant says of it.
    ///
    /// @param marketplace for example `ebay`; free text
    /// @param externalId the marketplace's name for it
    record Content(
            String name,
            @Nullable String marketplace,
            @Nullable String externalId,
            ObjectNode metadata) {}

    long version() {
        return stamp.version();
    }

    Account with(Content next, Instant now) {
        return new Account(id, tenantId, next, createdBy, stamp.next(now));
    }
}
