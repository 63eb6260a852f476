package io.deskwire.automation.agent;

import io.deskwire.common.identity.TenantId;
import io.deskwire.common.identity.UserId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A paired browser extension. As JSON this is its public image: in answers and in events.
///
/// @param id also the subject and key id of its token
/// @param statusAt since when the status holds
public record Agent(
        UserId id,
        TenantId tenantId,
        String agentType,
        String deviceId,
        @Nullable String name,
        Status status,
        Instant statusAt,
        long version,
        UserId pairedBy,
        Instant createdAt,
        Instant updatedAt) {

    public enum Status {
        ACTIVE,
        /// Claims nothing new; may finish what it holds.
        PAUSED,
        /// About to give way to another pairing; removed after a while.
        REPLACING,
        /// For good: its token is refused, its leases are taken away.
        REVOKED
    }

    /// The same agent one version on.
    Agent with(Status next, Instant now) {
        return new Agent(id, tenantId, agentType, deviceId, name, next, now, version + 1, pairedBy, createdAt, now);
    }

    /// One version on, its status kept: its token changed.
    Agent touched(Instant now) {
        return new Agent(
                id, tenantId, agentType, deviceId, name, status, statusAt, version + 1, pairedBy, createdAt, now);
    }
}
