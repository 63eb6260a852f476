package io.deskwire.tickets.ticketfield;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.UUID;

record TicketFieldId(@JsonValue UUID value) {
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    TicketFieldId {}

    @Override
    public String toString() {
        return value.toString();
    }
}
