package io.deskwire.auth.member;

import io.deskwire.common.identity.TenantId;
import io.deskwire.common.identity.TenantRole;
import io.deskwire.common.identity.UserId;
import java.time.Instant;

/// A person's place in a tenant.
public record Membership(
        TenantId tenantId, UserId userId, TenantRole role, long version, Instant createdAt, Instant updatedAt) {}
