package io.deskwire.auth.provisioning.provisioner;

/// An attempt that came to nothing. The message is shown to the tenant, so it holds no credential and no body of the
/// service's.
public final class ProvisioningFailure extends RuntimeException {
    private final boolean retryable;

    public ProvisioningFailure(boolean retryable, String message) {
        super(message, null, false, false);
        this.retryable = retryable;
    }

    /// Whether the same attempt may go well later.
    public boolean retryable() {
        return retryable;
    }
}
