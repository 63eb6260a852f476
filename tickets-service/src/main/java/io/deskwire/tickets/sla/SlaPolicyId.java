package io.deskwire.tickets.sla;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.UUID;

record SlaPolicyId(@JsonValue UUID value) {
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    SlaPolicyId {}

    @Override
    public String toString() {
        return value.toString();
    }
}
