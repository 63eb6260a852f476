package io.deskwire.auth.provisioning;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.deskwire.common.aggregate.Published;
import io.deskwire.common.event.Audience;
import io.deskwire.common.id.Uuid7;
import io.deskwire.common.identity.TenantId;
import io.deskwire.contracts.access.Permission;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A service that a tenant has. As JSON this is its public image: in answers and in events. Its configuration is no
/// part of it ([ConfiguredService]).
///
/// @param id the subject of its events
/// @param serviceId what the service calls the tenant: an account, project, workspace or company
/// @param enabled whether the tenant wants it: what is not is not provisioned
record TenantServiceEntry(
        TenantId tenantId,
        String serviceName,
        UUID id,
        @Nullable String serviceId,
        boolean enabled,
        @JsonUnwrapped Progress progress,
        long version,
        Instant createdAt,
        Instant updatedAt)
        implements Published {

    /// How far its provisioning or its teardown has come.
    ///
    /// @param nextAttemptAt when the worker tries next; while it provisions, when another worker may take over
    /// @param lastError why the last attempt failed; without credentials
    record Progress(
            Status status,
            int attempts,
            @Nullable Instant nextAttemptAt,
            @Nullable String lastError) {
        static final Progress NONE = new Progress(Status.UNPROVISIONED, 0, null, null);
    }

    enum Status {
        /// Entered by hand, without an id in the service.
        UNPROVISIONED,
        /// Entered by hand, with the id somebody made in the service.
        LINKED,
        /// Waits for the worker.
        REQUESTED,
        /// The worker speaks to the service.
        PROVISIONING,
        PROVISIONED,
        /// Given up: the service refused, or did not answer often enough. May be requested again.
        FAILED,
        /// The deployment has no address or key for the service.
        NOT_CONFIGURED,
        /// The tenant is being erased: waits for the worker to remove what was made.
        TEARDOWN,
        /// The worker speaks to the service, to remove it.
        TEARING_DOWN,
        /// Nothing of it is left in the service.
        TORN_DOWN,
        /// The service kept something; the operator's audit says what.
        TEARDOWN_FAILED;

        boolean ending() {
            return this == TEARDOWN || this == TEARING_DOWN || this == TORN_DOWN || this == TEARDOWN_FAILED;
        }
    }

    /// Before its first version.
    static TenantServiceEntry blank(TenantId tenant, String name, Instant now) {
        return new TenantServiceEntry(tenant, name, Uuid7.next(), null, true, Progress.NONE, 0, now, now);
    }

    @Override
    public UUID publishedId() {
        return id;
    }

    @Override
    public Audience audience() {
        return Audience.of(Permission.TENANT_READ);
    }

    Status status() {
        return progress.status();
    }

    /// What came of a request to provision this; what is done or under way stays as it is.
    ///
    /// Earlier attempts count as one from now on: that something may have been made is not forgotten.
    TenantServiceEntry requested(boolean configured, Instant now) {
        var earlier = Math.min(progress.attempts(), 1);
        var wanted = configured
                ? new Progress(Status.REQUESTED, earlier, now, null)
                : new Progress(Status.NOT_CONFIGURED, earlier, null, null);
        return switch (progress.status()) {
            case LINKED, PROVISIONED, PROVISIONING, TEARDOWN, TEARING_DOWN, TORN_DOWN, TEARDOWN_FAILED -> this;
            case REQUESTED -> configured ? this : at(wanted, now);
            case NOT_CONFIGURED -> configured ? at(wanted, now) : this;
            case UNPROVISIONED, FAILED -> at(wanted, now);
        };
    }

    /// Its tenant is at its end: what was made, or may have been, is to be removed.
    TenantServiceEntry ended(Instant now) {
        return at(new Progress(Status.TEARDOWN, 0, now, null), now);
    }

    /// The worker takes it, and has this long.
    TenantServiceEntry begun(Duration lease, Instant now) {
        var work = progress.status().ending() ? Status.TEARING_DOWN : Status.PROVISIONING;
        return at(new Progress(work, progress.attempts() + 1, now.plus(lease), progress.lastError()), now);
    }

    TenantServiceEntry tornDown(Instant now) {
        return as(null, enabled, new Progress(Status.TORN_DOWN, progress.attempts(), null, null), now);
    }

    TenantServiceEntry done(String idInService, Instant now) {
        return as(idInService, enabled, new Progress(Status.PROVISIONED, progress.attempts(), null, null), now);
    }

    /// @param delay null where it is given up
    TenantServiceEntry failed(String error, @Nullable Duration delay, Instant now) {
        var ending = progress.status().ending();
        var waiting = ending ? Status.TEARDOWN : Status.REQUESTED;
        var givenUp = ending ? Status.TEARDOWN_FAILED : Status.FAILED;
        return at(
                delay == null
                        ? new Progress(givenUp, progress.attempts(), null, error)
                        : new Progress(waiting, progress.attempts(), now.plus(delay), error),
                now);
    }

    /// Entered by hand. An id of somebody's own counts as linked; without one, what was provisioned stays so.
    TenantServiceEntry entered(@Nullable String idInService, boolean newEnabled, Instant now) {
        if (Objects.equals(idInService, serviceId)) {
            return as(serviceId, newEnabled, progress, now);
        }
        var after = idInService == null ? Status.UNPROVISIONED : Status.LINKED;
        return as(idInService, newEnabled, new Progress(after, 0, null, null), now);
    }

    private TenantServiceEntry at(Progress next, Instant now) {
        return as(serviceId, enabled, next, now);
    }

    private TenantServiceEntry as(@Nullable String newServiceId, boolean newEnabled, Progress next, Instant now) {
        return new TenantServiceEntry(
                tenantId, serviceName, id, newServiceId, newEnabled, next, version + 1, createdAt, now);
    }
}
