package io.deskwire.automation.tenantdirectory;

import io.deskwire.common.identity.TenantId;

/// As much of a tenant as automation needs to know.
///
/// @param version of the event it was learnt from; older ones are ignored
record SeenTenant(TenantId id, String slug, Status status, long version) {
    enum Status {
        ACTIVE,
        SUSPENDED,
        DELETED
    }
}
