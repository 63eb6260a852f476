package io.deskwire.common.reception;

import io.deskwire.common.event.CloudEvent;
import io.deskwire.common.event.EventParser;
import io.deskwire.common.inbox.Inbox;
import io.deskwire.common.tenancy.SystemAccess;
import java.util.HashSet;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.springframework.kafka.listener.BatchListenerFailedException;
import org.springframework.kafka.listener.BatchMessageListener;

/// What a group's consumer does with each batch: the effects of the group take it, one after the other. Returns
/// after their commits, so that records are acknowledged only when their effects are there to stay.
class Reception implements BatchMessageListener<byte[], byte[]> {
    private final EffectGroup group;
    private final SystemAccess system;
    private final Inbox inbox;
    private final EventParser parser;

    Reception(EffectGroup group, SystemAccess system, Inbox inbox, EventParser parser) {
        this.group = group;
        this.system = system;
        this.inbox = inbox;
        this.parser = parser;
    }

    /// Each effect has its transactions, so what a later one cannot take has its earlier effects all the same.
    ///
    /// @throws BatchListenerFailedException naming the first record that failed; those before it have all effects
    @Override
    public void onMessage(List<ConsumerRecord<byte[], byte[]>> records) {
        var batch = Received.of(records, group, parser);
        @Nullable BatchListenerFailedException failed = null;
        var rest = batch;
        for (var effect : group.effects()) {
            try {
                receive(effect, rest);
            } catch (BatchListenerFailedException failure) {
                failed = failure;
                rest = batch.subList(0, failure.getIndex());
            }
        }
        if (failed != null) {
            throw failed;
        }
    }

    private void receive(Effect effect, List<Received> batch) {
        var its = batch.stream()
                .filter(received -> effect.topics().contains(received.place().topic()))
                .filter(received -> !(effect instanceof EventEffect single) || single.concerns(received.type()))
                .toList();
        if (its.isEmpty()) {
            return;
        }
        switch (effect) {
            case BatchEffect whole -> whole.accept(its);
            case EventEffect single -> receiveEach(single, its);
        }
    }

    private void receiveEach(EventEffect effect, List<Received> batch) {
        if (!effect.together() || batch.size() == 1) {
            batch.forEach(received -> receiveAlone(effect, received));
            return;
        }
        try {
            system.run(effect.consumer(), () -> workOff(effect, batch));
        } catch (RuntimeException oneOfThem) {
            // It took the others along. Alone each of them commits, or is known by its failure.
            batch.forEach(received -> receiveAlone(effect, received));
        }
    }

    private void receiveAlone(EventEffect effect, Received received) {
        try {
            system.run(effect.consumer(), () -> workOff(effect, List.of(received)));
        } catch (RuntimeException failure) {
            throw new BatchListenerFailedException("an event cannot be worked off", failure, received.index());
        }
    }

    private void workOff(EventEffect effect, List<Received> batch) {
        var events = effect.choose(batch.stream()
                .map(received -> received.event().orElseThrow(() -> new UnreadableRecordException(received)))
                .toList());
        var fresh = effect.repeatable() ? events : firstTimes(effect, events);
        if (!fresh.isEmpty()) {
            effect.acceptAll(fresh);
        }
    }

    private List<CloudEvent> firstTimes(EventEffect effect, List<CloudEvent> events) {
        var fresh = new HashSet<>(inbox.firstTimes(
                effect.consumer(), events.stream().map(CloudEvent::id).toList()));
        return events.stream().filter(event -> fresh.remove(event.id())).toList();
    }
}
