package io.deskwire.common.identity.systemkey;

/// Where uses of the secret key are written down: in the audit, by the service that keeps it; by the others with the
/// event `system_access.used`, which gets there.
@FunctionalInterface
public interface SystemUses {
    /// Returns once the use is stored for good. An implementation that cannot store it raises: what is not
    /// written down does not happen.
    void record(SystemUse use);
}
