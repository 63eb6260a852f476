package io.deskwire.common.identity.systemkey;

import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// One use of the secret key, as the audit keeps it.
///
/// @param key the key's id, never the key
/// @param tenant whose data may be touched; null for the platform's
/// @param service which service was used
/// @param path without the query, which may carry personal data; at most 300 characters
public record SystemUse(
        UUID key,
        String purpose,
        @Nullable UUID tenant,
        String service,
        String method,
        String path,
        @Nullable String address,
        @Nullable String userAgent,
        @Nullable String requestId) {
    public SystemUse {
        Objects.requireNonNull(key, "key");
        Objects.requireNonNull(purpose, "purpose");
        Objects.requireNonNull(service, "service");
        Objects.requireNonNull(method, "method");
        Objects.requireNonNull(path, "path");
    }
}
