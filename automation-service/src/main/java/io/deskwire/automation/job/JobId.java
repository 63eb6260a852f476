package io.deskwire.automation.job;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.UUID;

/// A job.
record JobId(@JsonValue UUID value) {
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    JobId {}

    @Override
    public String toString() {
        return value.toString();
    }
}
