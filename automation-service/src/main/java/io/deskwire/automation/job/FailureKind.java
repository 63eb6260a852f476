package io.deskwire.automation.job;

/// What an agent says of a failure.
public enum FailureKind {
    /// Nothing happened in the outside world; trying again is safe.
    RETRYABLE,
    /// Trying again would fail again.
    PERMANENT,
    /// Something irreversible may have happened: never retried without a person.
    UNKNOWN_OUTCOME
}
