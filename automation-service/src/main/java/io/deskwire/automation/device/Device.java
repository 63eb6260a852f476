package io.deskwire.automation.device;

import io.deskwire.common.identity.TenantId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A browser in which an extension is installed. As JSON this is what `GET /api/v1/automation/devices` answers.
///
/// @param id the extension's own identifier of its installation
public record Device(
        String id, TenantId tenantId, @Nullable String name, long version, Instant createdAt, Instant updatedAt) {}
