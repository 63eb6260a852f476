package io.deskwire.auth.member;

import io.deskwire.common.identity.TenantId;
import io.deskwire.common.identity.TenantRole;

/// A tenant in which somebody may work, as far as signing in needs to know it.
public record Workplace(TenantId tenant, String slug, TenantRole role, boolean suspended) {}
