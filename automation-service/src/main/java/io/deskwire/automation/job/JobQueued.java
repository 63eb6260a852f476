package io.deskwire.automation.job;

import io.deskwire.common.identity.TenantId;

/// A job of the tenant waits to be claimed, now or from its time on. Told in the transaction that queues it.
public record JobQueued(TenantId tenant) {}
