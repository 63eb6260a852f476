package io.deskwire.common.reception;

import io.deskwire.common.inbox.Inbox;
import io.deskwire.common.observe.RequestTrace;
import io.deskwire.common.tenancy.SystemAccess;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.kafka.listener.BatchListenerFailedException;

/// Hands a batch to the effects of a group. Returns after their commits, so that records are acknowledged only when
/// their effects are there to stay.
class Reception {
    private final SystemAccess system;
    private final Inbox inbox;

    Reception(SystemAccess system, Inbox inbox) {
        this.system = system;
        this.inbox = inbox;
    }

    /// Each effect has its transactions, so what a later one cannot take has its earlier effects all the same.
    ///
    /// @throws BatchListenerFailedException naming the first record that failed; those before it have all effects
    void receive(EffectGroup group, List<Received> batch) {
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
        switch (effect) {
            case BatchEffect whole -> whole.accept(batch);
            case EventEffect single -> {
                var its = batch.stream()
                        .filter(received -> single.concerns(received.type()))
                        .toList();
                if (!its.isEmpty()) {
                    receiveEach(single, its);
                }
            }
        }
    }

    private void receiveEach(EventEffect effect, List<Received> batch) {
        if (!effect.together() || batch.size() == 1) {
            batch.forEach(received -> receiveAlone(effect, received));
            return;
        }
        try {
            system.run(effect.consumer(), () -> batch.forEach(received -> workOff(effect, received)));
        } catch (RuntimeException oneOfThem) {
            // It took the others along. Alone each of them commits, or is known by its failure.
            batch.forEach(received -> receiveAlone(effect, received));
        }
    }

    private void receiveAlone(EventEffect effect, Received received) {
        try {
            system.run(effect.consumer(), () -> workOff(effect, received));
        } catch (RuntimeException failure) {
            throw new BatchListenerFailedException("an event cannot be worked off", failure, received.index());
        }
    }

    private void workOff(EventEffect effect, Received received) {
        var event = received.event().orElseThrow(() -> new UnreadableRecordException(received));
        RequestTrace.from(null, event.origin().traceparent()).call(() -> {
            if (inbox.firstTime(effect.consumer(), event.id())) {
                effect.accept(event);
            }
            return true;
        });
    }
}
