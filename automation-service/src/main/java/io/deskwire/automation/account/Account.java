package io.deskwire.automation.account;

import io.deskwire.common.identity.TenantId;
import io.deskwire.common.identity.UserId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/// A business account of the tenant, for bookkeeping: on whose behalf jobs run. As JSON this is its public image.
///
/// @param marketplace for example `ebay`; free text
/// @param externalId the marketplace's name for it
record Account(
        AccountId id,
        TenantId tenantId,
        String name,
        @Nullable String marketplace,
        @Nullable String externalId,
        ObjectNode metadata,
        long version,
        UserId createdBy,
        Instant createdAt,
        Instant updatedAt) {

    /// The same account one version on; what is not anybody's to change stays as it was.
    Account next(Account before, Instant now) {
        return new Account(
                before.id,
                before.tenantId,
                name,
                marketplace,
                externalId,
                metadata,
                before.version + 1,
                before.createdBy,
                before.createdAt,
                now);
    }
}
