package io.deskwire.notification.webhook.delivery;

import io.deskwire.common.json.WireJson;
import java.time.Instant;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What a receiver reads: `{type, timestamp, data}`. Built once, so that every attempt sends the same bytes.
record MessageBody(JsonMapper json) {
    String of(String type, Instant at, JsonNode data) {
        var body = json.createObjectNode();
        body.put("type", type);
        body.put("timestamp", WireJson.format(at));
        body.set("data", data);
        return json.writeValueAsString(body);
    }
}
