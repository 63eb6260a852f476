package io.deskwire.common.event;

import io.deskwire.common.id.Uuid7;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.UUID;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A received event: CloudEvents 1.0 in Kafka's binary mode, attributes in `ce_` headers and the data as the value.
///
/// Unknown headers, types and fields are ignored by rule.
///
/// @param about the row it tells of
/// @param tenant the nil UUID for platform events of no tenant
/// @param data `{table, record, old_record?, changed?}`
public record CloudEvent(
        UUID id,
        String type,
        Subject about,
        Instant time,
        UUID tenant,
        String actor,
        Origin origin,
        Audience audience,
        JsonNode data) {

    /// @param version the row's, after the change
    public record Subject(String id, long version) {}

    /// @param source `deskwire/<service>`
    /// @param traceparent of the change (W3C Trace Context); null where it is not known
    public record Origin(String source, @Nullable String traceparent) {}

    /// Empty where the record is no event of ours: a required attribute is missing or does not parse.
    public static Optional<CloudEvent> parse(Headers headers, byte @Nullable [] value, JsonMapper json) {
        var id = uuid(headers, "ce_id");
        var tenant = uuid(headers, "ce_tenantid");
        var type = text(headers, "ce_type");
        if (value == null || id == null || tenant == null || type == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(new CloudEvent(
                    id,
                    type,
                    new Subject(
                            orEmpty(text(headers, "ce_subject")),
                            Long.parseLong(orEmpty(text(headers, "ce_subjectversion")))),
                    Instant.parse(orEmpty(text(headers, "ce_time"))),
                    tenant,
                    orEmpty(text(headers, "ce_actor")),
                    new Origin(orEmpty(text(headers, "ce_source")), text(headers, "ce_traceparent")),
                    json.readValue(orEmpty(text(headers, "ce_audience")), Audience.class),
                    json.readTree(value)));
        } catch (JacksonException | DateTimeParseException | NumberFormatException notOurs) {
            return Optional.empty();
        }
    }

    public String subject() {
        return about.id();
    }

    public long subjectVersion() {
        return about.version();
    }

    /// The row after the change; before it, for a deletion.
    public JsonNode row() {
        return data.path("record");
    }

    /// An id that the row names; empty where it names none.
    public Optional<UUID> rowId(String field) {
        return Uuid7.parse(row().path(field).asString(""));
    }

    private static @Nullable UUID uuid(Headers headers, String name) {
        var text = text(headers, name);
        return text == null ? null : Uuid7.parse(text).orElse(null);
    }

    private static @Nullable String text(Headers headers, String name) {
        var header = headers.lastHeader(name);
        return header == null ? null : new String(header.value(), StandardCharsets.UTF_8);
    }

    private static String orEmpty(@Nullable String text) {
        return text == null ? "" : text;
    }
}
