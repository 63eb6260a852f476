package io.deskwire.tickets.leaver;

import io.deskwire.common.identity.TenantId;
import io.deskwire.common.identity.UserId;

/// A member or service user is no longer one of the tenant's people. Published in the transaction in which rooms act on
/// it, by Spring's events; it may be published again.
public record PersonLeft(TenantId tenant, UserId user) {}
