package io.deskwire.automation.job;

import com.fasterxml.jackson.annotation.JsonValue;

/// Where a job stands. On every wire in upper case.
public enum JobStatus {
    /// Waits for its time and an agent.
    QUEUED,
    /// An agent has it and must start it within the start budget.
    CLAIMED,
    /// The agent works on it and renews the lease.
    RUNNING,
    COMPLETED,
    /// No agent may go on by itself: a person retries, resolves or cancels it.
    FAILED_NEEDS_ATTENTION,
    CANCELLED;

    @JsonValue
    public String wire() {
        return name();
    }

    public boolean leased() {
        return this == CLAIMED || this == RUNNING;
    }

    public boolean finished() {
        return this == COMPLETED || this == CANCELLED;
    }
}
