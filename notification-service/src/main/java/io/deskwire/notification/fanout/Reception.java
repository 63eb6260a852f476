package io.deskwire.notification.fanout;

import io.deskwire.common.event.CloudEvent;
import io.deskwire.common.inbox.Inbox;
import io.deskwire.common.observe.RequestTrace;
import io.deskwire.common.tenancy.SystemAccess;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.springframework.kafka.listener.BatchListenerFailedException;
import org.springframework.stereotype.Component;

/// Works off a batch in one transaction behind the system door: for each record the guard row, then the effect.
/// Returns after the commit, so that records are acknowledged only when their effects are there to stay.
@Component
class Reception {
    private final SystemAccess system;
    private final Inbox inbox;

    Reception(SystemAccess system, Inbox inbox) {
        this.system = system;
        this.inbox = inbox;
    }

    /// As below, of the records whose event concerns the consumer. Others, and what is no event of ours, are passed
    /// over.
    void receive(String consumer, List<Received> batch, Predicate<CloudEvent> concerned, Consumer<CloudEvent> effect) {
        var its = batch.stream()
                .filter(received -> received.event().filter(concerned).isPresent())
                .toList();
        if (!its.isEmpty()) {
            receive(consumer, its, effect);
        }
    }

    /// @param consumer names the guard rows and the purpose of the system access
    /// @throws BatchListenerFailedException naming the record that failed; those before it are committed
    void receive(String consumer, List<Received> batch, Consumer<CloudEvent> effect) {
        try {
            system.run(consumer, () -> batch.forEach(received -> workOff(consumer, received, effect)));
        } catch (RuntimeException oneOfThem) {
            // It took the others along. Alone each of them commits, or is known by its failure.
            batch.forEach(received -> receiveAlone(consumer, received, effect));
        }
    }

    private void receiveAlone(String consumer, Received received, Consumer<CloudEvent> effect) {
        try {
            system.run(consumer, () -> workOff(consumer, received, effect));
        } catch (RuntimeException failure) {
            throw new BatchListenerFailedException("an event cannot be worked off", failure, received.index());
        }
    }

    private void workOff(String consumer, Received received, Consumer<CloudEvent> effect) {
        var event = received.event().orElseThrow(() -> new UnreadableRecordException(received));
        RequestTrace.from(null, event.traceparent()).call(() -> {
            if (inbox.firstTime(consumer, event.id())) {
                effect.accept(event);
            }
            return true;
        });
    }

    /// Trying again is pointless.
    static final class UnreadableRecordException extends RuntimeException {
        UnreadableRecordException(Received received) {
            super("no event of ours: %s-%d@%d".formatted(received.topic(), received.partition(), received.offset()));
        }
    }
}
