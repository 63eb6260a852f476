package io.deskwire.notification.realtime.protocol;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// A Phoenix message as a client sends it. `ref` comes back in the reply; `joinRef` names the join it belongs to.
public record Frame(@Nullable String joinRef, @Nullable String ref, String topic, String event, JsonNode payload) {
    /// What channels' topics begin with.
    public static final String CHANNEL = "realtime:";

    /// What a join is called from then on.
    @Nullable
    public String join() {
        return joinRef == null ? ref : joinRef;
    }
}
