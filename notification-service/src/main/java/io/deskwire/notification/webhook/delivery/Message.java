package io.deskwire.notification.webhook.delivery;

import io.deskwire.common.event.Audience;
import io.deskwire.common.json.WireJson;
import io.deskwire.common.sql.Row;
import java.sql.SQLException;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What endpoints are told: one body for all that get the event.
///
/// @param id the event's, and the receiver's `webhook-id`
/// @param audience of the event: asked when it is queued, and again whenever it is sent
/// @param traceparent of the change that the event tells of (W3C Trace Context); null where it is not known
record Message(
        UUID id,
        String type,
        String body,
        Audience audience,
        @Nullable String traceparent) {

    /// What a receiver reads: `{type, timestamp, data}`. Built once, so that every attempt sends the same bytes.
    static String body(JsonMapper json, String type, Instant at, JsonNode data) {
        var body = json.createObjectNode();
        body.put("type", type);
        body.put("timestamp", WireJson.format(at));
        body.set("data", data);
        return json.writeValueAsString(body);
    }

    /// From a row with the columns `audience_…`.
    static Audience audience(Row row) throws SQLException {
        return new Audience(
                row.textOrNull("audience_permission"),
                row.uuids("audience_users"),
                row.texts("audience_needs"),
                row.uuids("audience_teams"));
    }
}
