package io.deskwire.tickets.view;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.UUID;

record ViewId(@JsonValue UUID value) {
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    ViewId {}

    @Override
    public String toString() {
        return value.toString();
    }
}
