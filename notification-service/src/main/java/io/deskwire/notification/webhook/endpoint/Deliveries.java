package io.deskwire.notification.webhook.endpoint;

/// What an endpoint asks of those who deliver.
public interface Deliveries {
    /// Looks at what waits as soon as the transaction has committed: an endpoint may take it now.
    void wakeAfterCommit();
}
