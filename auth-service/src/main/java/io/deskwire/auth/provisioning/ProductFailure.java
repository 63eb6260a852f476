package io.deskwire.auth.provisioning;

/// An attempt that came to nothing. The message is shown to the tenant, so it holds no credential and no body of the
/// product's.
final class ProductFailure extends RuntimeException {
    private final boolean retryable;

    ProductFailure(boolean retryable, String message) {
        super(message, null, false, false);
        this.retryable = retryable;
    }

    /// Whether the same attempt may go well later.
    boolean retryable() {
        return retryable;
    }
}
