package io.deskwire.auth.invite;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.UUID;

record InviteId(@JsonValue UUID value) {
    @Override
    public String toString() {
        return value.toString();
    }
}
