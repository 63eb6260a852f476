package io.deskwire.auth.provisioning;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/// A service as somebody may see it.
///
/// @param config what the tenant keeps with the service; Deskwire reads nothing of it. Secrets in it are
/// [ConfigSecrets#HIDDEN]. Null, and absent in JSON, for members who do not manage the tenant
record ConfiguredService(
        @JsonUnwrapped TenantServiceEntry entry,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable ObjectNode config) {}
