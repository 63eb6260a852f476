package io.deskwire.automation.account;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.UUID;

/// A business account.
record AccountId(@JsonValue UUID value) {
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    AccountId {}

    @Override
    public String toString() {
        return value.toString();
    }
}
