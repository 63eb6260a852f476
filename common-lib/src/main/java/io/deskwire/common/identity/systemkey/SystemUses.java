package io.deskwire.common.identity.systemkey;

/// Where uses of the secret key are written down. The auth-service writes them to its audit; the others append the
/// event `system_access.used`, which the auth-service writes there.
@FunctionalInterface
public interface SystemUses {
    /// Returns once the use is stored for good. An implementation that cannot store it raises: what is not
    /// written down does not happen.
    void record(SystemUse use);
}
