package io.deskwire.automation.account;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.deskwire.common.identity.Actor;
import io.deskwire.common.identity.TenantId;
import io.deskwire.common.identity.UserId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/// A business account of the tenant, for bookkeeping: on whose behalf jobs run. As JSON this is its public image.
record Account(
        AccountId id,
        TenantId tenantId,
        @JsonUnwrapped Content content,
        @JsonUnwrapped Stamp stamp) {

    /// What the tenant says of it.
    ///
    /// @param marketplace for example `ebay`; free text
    /// @param externalId the marketplace's name for it
    record Content(
            String name,
            @Nullable String marketplace,
            @Nullable String externalId,
            ObjectNode metadata) {}

    /// @param createdBy null where the system made it
    record Stamp(long version, @Nullable UserId createdBy, Instant createdAt, Instant updatedAt) {
        static Stamp first(Actor actor, Instant now) {
            return new Stamp(1, actor.subject(), now, now);
        }

        Stamp next(Instant now) {
            return new Stamp(version + 1, createdBy, createdAt, now);
        }
    }

    long version() {
        return stamp.version;
    }

    Account with(Content next, Instant now) {
        return new Account(id, tenantId, next, stamp.next(now));
    }
}
