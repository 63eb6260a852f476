package io.deskwire.automation.pairing;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.UUID;

/// A pairing request.
record PairingId(@JsonValue UUID value) {
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    PairingId {}

    @Override
    public String toString() {
        return value.toString();
    }
}
