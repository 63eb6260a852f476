package io.deskwire.automation.agent;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.deskwire.common.aggregate.Published;
import io.deskwire.common.event.Audience;
import io.deskwire.common.identity.Actor;
import io.deskwire.common.identity.TenantId;
import io.deskwire.common.identity.UserId;
import io.deskwire.contracts.access.Permission;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A paired browser extension. As JSON this is its public image: in answers and in events.
///
/// @param id also the subject and key id of its token
/// @param statusAt since when the status holds
public record Agent(
        UserId id,
        TenantId tenantId,
        @JsonUnwrapped Installation installation,
        Status status,
        Instant statusAt,
        @JsonUnwrapped Stamp stamp)
        implements Published {

    /// An extension in a browser: all that is known of an agent before it is paired.
    ///
    /// @param deviceId the extension's own identifier of its installation
    public record Installation(
            String agentType, String deviceId, @Nullable String name) {}

    /// @param pairedBy null where the system approved it
    public record Stamp(long version, @Nullable UserId pairedBy, Instant createdAt, Instant updatedAt) {
        Stamp next(Instant now) {
            return new Stamp(version + 1, pairedBy, createdAt, now);
        }
    }

    public enum Status {
        ACTIVE,
        /// Claims nothing new; may finish what it holds.
        PAUSED,
        /// About to give way to another pairing; removed after a while.
        REPLACING,
        /// For good: its token is refused, its leases are taken away.
        REVOKED
    }

    /// Active at once.
    static Agent paired(UserId id, TenantId tenant, Installation installation, Actor by, Instant now) {
        return new Agent(id, tenant, installation, Status.ACTIVE, now, new Stamp(1, by.subject(), now, now));
    }

    /// The same agent one version on.
    Agent with(Status next, Instant now) {
        return new Agent(id, tenantId, installation, next, now, stamp.next(now));
    }

    /// One version on, its status kept: its token changed.
    Agent touched(Instant now) {
        return new Agent(id, tenantId, installation, status, statusAt, stamp.next(now));
    }

    public String agentType() {
        return installation.agentType;
    }

    @Override
    public UUID publishedId() {
        return id.value();
    }

    @Override
    public long version() {
        return stamp.version;
    }

    @Override
    public Audience audience() {
        return Audience.of(Permission.ADMIN_AUTOMATION, id);
    }
}
