package io.deskwire.auth.apikey;

import com.fasterxml.jackson.annotation.JsonValue;
import io.deskwire.common.identity.SessionId;
import java.util.UUID;

public record ApiKeyId(@JsonValue UUID value) {
    /// The key as the tokens that it is swapped for name it.
    public SessionId session() {
        return new SessionId(value);
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
