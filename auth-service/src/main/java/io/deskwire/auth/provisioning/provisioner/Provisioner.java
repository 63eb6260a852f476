package io.deskwire.auth.provisioning.provisioner;

import io.deskwire.common.identity.TenantId;
import org.jspecify.annotations.Nullable;

/// Sets one service up for a tenant. Called outside of any transaction, and again after every failure, so it first
/// looks for what an earlier attempt may have made.
public interface Provisioner {
    /// The service's name in paths and tables, such as `chatwoot`.
    String service();

    /// Whether this deployment has an address and a key for it.
    boolean configured();

    /// @return what the service calls the tenant
    /// @throws ProvisioningFailure where the service refuses or does not answer
    String provision(Commission commission);

    /// Removes what was made for the tenant, with all that is in it. Nothing there is as good as removed.
    ///
    /// @throws ProvisioningFailure where the service refuses, cannot or does not answer
    void tearDown(Commission commission);

    /// For whom to provision.
    ///
    /// @param ownerEmail the owner's confirmed address; null where there is none
    /// @param knownId what the service calls the tenant, where that is known
    /// @param repeated an earlier attempt may have made something
    public record Commission(
            TenantId tenant,
            String name,
            String slug,
            @Nullable String ownerEmail,
            String ownerName,
            @Nullable String knownId,
            boolean repeated) {

        /// Names the tenant in services whose only handle is a name: unique, and kept when the tenant is renamed.
        String mark() {
            return "[" + tenant + "]";
        }

        String markedName() {
            return name + " " + mark();
        }
    }
}
