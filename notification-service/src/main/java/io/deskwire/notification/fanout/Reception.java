package io.deskwire.notification.fanout;

import io.deskwire.common.event.CloudEvent;
import io.deskwire.common.inbox.Inbox;
import io.deskwire.common.observe.RequestTrace;
import io.deskwire.common.tenancy.SystemAccess;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/// Works off one record in one transaction behind the system door: the guard row, then the effect. Returns after the
/// commit, so that a record is acknowledged only when its effect is there to stay.
@Component
class Reception {
    private final SystemAccess system;
    private final Inbox inbox;
    private final JsonMapper json;

    Reception(SystemAccess system, Inbox inbox, JsonMapper json) {
        this.system = system;
        this.inbox = inbox;
        this.json = json;
    }

    /// @param consumer names the guard rows and the purpose of the system access
    /// @throws UnreadableRecordException where the record is no event of ours; trying again is pointless
    void receive(String consumer, ConsumerRecord<?, byte[]> record, Consumer<CloudEvent> effect) {
        var event = CloudEvent.parse(record.headers(), record.value(), json)
                .orElseThrow(() -> new UnreadableRecordException(record));
        RequestTrace.from(null, event.traceparent()).call(() -> {
            system.run(consumer, () -> {
                if (inbox.firstTime(consumer, event.id())) {
                    effect.accept(event);
                }
            });
            return true;
        });
    }

    static final class UnreadableRecordException extends RuntimeException {
        UnreadableRecordException(ConsumerRecord<?, ?> record) {
            super("no event of ours: %s-%d@%d".formatted(record.topic(), record.partition(), record.offset()));
        }
    }
}
