package io.deskwire.common.relay;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.deskwire.common.event.CloudEvent;
import io.deskwire.common.event.CloudEvent.Subject;
import io.deskwire.contracts.event.Topic;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class OutboxRowTests {
    private final OutboxRow row = new OutboxRow(
            UUID.fromString("019a0000-0000-7000-8000-000000000001"),
            UUID.fromString("019a0000-0000-7000-8000-000000000002"),
            "ticket.created",
            new Subject("019a0000-0000-7000-8000-000000000003", 4),
            "system:test",
            null,
            "{\"permission\":\"tickets.read\",\"users\":[]}",
            "{\"table\":\"tickets\",\"record\":{\"subject\":\"Grüße\"}}",
            Instant.parse("2026-11-21T10:00:00.123456Z"));

    @Test
    void recordIsReadBackAsTheSameEvent() {
        var sent = row.toRecord("deskwire/tickets", Topic.TICKETS, Instant.ofEpochMilli(1_000), false);
        var event = CloudEvent.parse(sent.headers(), sent.value(), JsonMapper.shared())
                .orElseThrow();
        assertThat(event.id()).isEqualTo(row.id());
        assertThat(event.tenant()).isEqualTo(row.tenant());
        assertThat(event.type()).isEqualTo(row.type());
        assertThat(event.subject()).isEqualTo(row.about().id());
        assertThat(event.subjectVersion()).isEqualTo(4);
        assertThat(event.origin().source()).isEqualTo("deskwire/tickets");
        assertThat(event.actor()).isEqualTo("system:test");
        assertThat(event.origin().traceparent()).isNull();
        assertThat(event.time()).isEqualTo("2026-11-21T10:00:00.123Z");
        assertThat(event.row().get("subject").asString()).isEqualTo("Grüße");
    }

    @Test
    void recordBearsTheTimeOfTheCommit() {
        assertThat(row.toRecord("deskwire/tickets", Topic.TICKETS, Instant.ofEpochMilli(1_000), false)
                        .timestamp())
                .isEqualTo(1_000);
    }

    @Test
    void tenantDecidesThePartition() {
        var sent = row.toRecord("deskwire/tickets", Topic.TICKETS, Instant.ofEpochMilli(1_000), false);
        assertThat(sent.topic()).isEqualTo("deskwire.tickets.v1");
        assertThat(new String(sent.key(), UTF_8)).isEqualTo(row.tenant().toString());
        assertThat(sent.partition()).isEqualTo(Topic.partitionOf(row.tenant()));
    }

    @Test
    void repetitionAfterALostSlotIsMarked() {
        var header = row.toRecord("deskwire/tickets", Topic.TICKETS, null, true)
                .headers()
                .lastHeader("ce_replay");
        assertThat(new String(header.value(), UTF_8)).isEqualTo("true");
    }
}
