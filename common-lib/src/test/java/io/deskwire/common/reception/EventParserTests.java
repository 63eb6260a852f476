package io.deskwire.common.reception;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.deskwire.common.event.CloudEvent;
import io.deskwire.common.event.EventParser;
import io.deskwire.common.json.WireJson;
import io.deskwire.contracts.event.Topic;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;

class EventParserTests {
    private final EventParser shared = EventParser.shared(WireJson.mapper());

    @Test
    void allGroupsOfAProcessShareAnEvent() {
        var first = parsed(shared, "first", record(7, 1_000));
        assertThat(parsed(shared, "second", record(7, 1_000))).isSameAs(first);
        assertThat(parsed(shared, "second", record(8, 1_000))).isNotSameAs(first);
    }

    @Test
    void aTopicThatWasMadeAnewHasOtherEventsAtTheSamePlaces() {
        var first = parsed(shared, "first", record(7, 1_000));
        assertThat(parsed(shared, "first", record(7, 2_000))).isNotSameAs(first);
    }

    @Test
    void keepsNothingWhereThereIsOneReader() {
        var forgetful = EventParser.forgetful(WireJson.mapper());
        var first = parsed(forgetful, "first", record(7, 1_000));
        assertThat(parsed(forgetful, "first", record(7, 1_000))).isNotSameAs(first);
    }

    @Test
    void whatIsNoEventIsNoneForAnybody() {
        var nonsense = new ConsumerRecord<>(Topic.TICKETS.wire(), 3, 7, new byte[0], "nonsense".getBytes(UTF_8));
        assertThat(shared.parse(nonsense)).isEqualTo(Optional.empty());
        assertThat(shared.parse(nonsense)).isEqualTo(Optional.empty());
    }

    private static CloudEvent parsed(EventParser parser, String reader, ConsumerRecord<byte[], byte[]> record) {
        var group = new EffectGroup(reader, List.of(new Reader(reader)));
        return Received.of(List.of(record), group, parser).getFirst().event().orElseThrow();
    }

    private static ConsumerRecord<byte[], byte[]> record(long offset, long timestamp) {
        var headers = new RecordHeaders();
        Map.of(
                        "ce_id", UUID.randomUUID().toString(),
                        "ce_type", "ticket.created",
                        "ce_time", "2026-11-30T10:00:00.000Z",
                        "ce_tenantid", UUID.randomUUID().toString(),
                        "ce_audience", "{\"users\":[]}",
                        "ce_subjectversion", "1")
                .forEach((name, value) -> headers.add(name, value.getBytes(UTF_8)));
        return new ConsumerRecord<>(
                Topic.TICKETS.wire(),
                3,
                offset,
                timestamp,
                TimestampType.CREATE_TIME,
                0,
                0,
                new byte[0],
                "{}".getBytes(UTF_8),
                headers,
                Optional.empty());
    }

    private record Reader(String consumer) implements BatchEffect {
        @Override
        public Set<Topic> topics() {
            return Set.of(Topic.TICKETS);
        }

        @Override
        public void accept(List<Received> batch) {}
    }
}
