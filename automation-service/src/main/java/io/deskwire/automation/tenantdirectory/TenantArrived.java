package io.deskwire.automation.tenantdirectory;

import io.deskwire.common.arrival.Arrival;
import io.deskwire.common.identity.TenantId;

/// An active tenant is known by this slug from now on. Told in the transaction that remembers it.
public record TenantArrived(TenantId tenant, String slug) implements Arrival {}
