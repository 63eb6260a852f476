package io.deskwire.notification.channel.inapp;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.UUID;

public record NotificationId(@JsonValue UUID value) {
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public NotificationId {}

    @Override
    public String toString() {
        return value.toString();
    }
}
