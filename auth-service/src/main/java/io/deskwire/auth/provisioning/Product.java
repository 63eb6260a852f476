package io.deskwire.auth.provisioning;

import io.deskwire.common.identity.TenantId;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A product a tenant has. As JSON this is its public image: in answers and in events. What the tenant keeps with it,
/// its configuration, is none of it ([ConfiguredProduct]).
///
/// @param id the subject of its events
/// @param serviceId what the product calls the tenant: an account, project, workspace or company
/// @param enabled whether the tenant wants it: what is not is not provisioned
/// @param nextAttemptAt when the worker tries next; while it provisions, when another worker may take over
/// @param lastError why the last attempt failed; without credentials
public record Product(
        TenantId tenantId,
        String serviceName,
        UUID id,
        @Nullable String serviceId,
        boolean enabled,
        Status status,
        int attempts,
        @Nullable Instant nextAttemptAt,
        @Nullable String lastError,
        long version,
        Instant createdAt,
        Instant updatedAt) {

    public enum Status {
        /// Entered by hand, without an id in the product.
        UNPROVISIONED,
        /// Entered by hand, with the id somebody made in the product.
        LINKED,
        /// Waits for the worker.
        REQUESTED,
        /// The worker speaks to the product.
        PROVISIONING,
        PROVISIONED,
        /// Given up: the product refused, or did not answer often enough. May be requested again.
        FAILED,
        /// The deployment has no address or key for the product.
        NOT_CONFIGURED,
        /// The tenant is being erased: waits for the worker to remove what was made.
        TEARDOWN,
        /// The worker speaks to the product, to remove it.
        TEARING_DOWN,
        /// Nothing of it is left in the product.
        TORN_DOWN,
        /// The product kept something; the operator's audit says what.
        TEARDOWN_FAILED;

        boolean ending() {
            return this == TEARDOWN || this == TEARING_DOWN || this == TORN_DOWN || this == TEARDOWN_FAILED;
        }
    }

    /// What came of a request to provision this; what is done or under way stays as it is.
    ///
    /// Earlier attempts count as one from now on: that something may have been made is not forgotten.
    Product requested(boolean configured, Instant now) {
        var earlier = Math.min(attempts, 1);
        return switch (status) {
            case LINKED, PROVISIONED, PROVISIONING, TEARDOWN, TEARING_DOWN, TORN_DOWN, TEARDOWN_FAILED -> this;
            case REQUESTED -> configured ? this : as(Status.NOT_CONFIGURED, serviceId, earlier, null, null, now);
            case NOT_CONFIGURED -> configured ? as(Status.REQUESTED, serviceId, earlier, now, null, now) : this;
            case UNPROVISIONED, FAILED ->
                configured
                        ? as(Status.REQUESTED, serviceId, earlier, now, null, now)
                        : as(Status.NOT_CONFIGURED, serviceId, earlier, null, null, now);
        };
    }

    /// Its tenant is at its end: what was made, or may have been, is to be removed.
    Product ended(Instant now) {
        return as(Status.TEARDOWN, serviceId, 0, now, null, now);
    }

    /// The worker takes it, and has this long.
    Product begun(Duration lease, Instant now) {
        var work = status.ending() ? Status.TEARING_DOWN : Status.PROVISIONING;
        return as(work, serviceId, attempts + 1, now.plus(lease), lastError, now);
    }

    Product tornDown(Instant now) {
        return as(Status.TORN_DOWN, null, attempts, null, null, now);
    }

    Product done(String idInProduct, Instant now) {
        return as(Status.PROVISIONED, idInProduct, attempts, null, null, now);
    }

    /// @param delay null where it is given up
    Product failed(String error, @Nullable Duration delay, Instant now) {
        var waiting = status.ending() ? Status.TEARDOWN : Status.REQUESTED;
        var givenUp = status.ending() ? Status.TEARDOWN_FAILED : Status.FAILED;
        return delay == null
                ? as(givenUp, serviceId, attempts, null, error, now)
                : as(waiting, serviceId, attempts, now.plus(delay), error, now);
    }

    /// Entered by hand. An id of somebody's own counts as linked; without one, what was provisioned stays so.
    Product entered(@Nullable String idInProduct, boolean newEnabled, Instant now) {
        var same = Objects.equals(idInProduct, serviceId);
        var after = same ? status : idInProduct == null ? Status.UNPROVISIONED : Status.LINKED;
        return new Product(
                tenantId,
                serviceName,
                id,
                idInProduct,
                newEnabled,
                after,
                same ? attempts : 0,
                same ? nextAttemptAt : null,
                same ? lastError : null,
                version + 1,
                createdAt,
                now);
    }

    private Product as(
            Status newStatus,
            @Nullable String newServiceId,
            int newAttempts,
            @Nullable Instant next,
            @Nullable String error,
            Instant now) {
        return new Product(
                tenantId,
                serviceName,
                id,
                newServiceId,
                enabled,
                newStatus,
                newAttempts,
                next,
                error,
                version + 1,
                createdAt,
                now);
    }
}
