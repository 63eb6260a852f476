package io.deskwire.common.reception;

import io.deskwire.common.event.CloudEvent;
import io.deskwire.common.observe.RequestTrace;
import java.util.List;

/// An effect of single events, each once: the guard row and the effect are one transaction behind the system door.
public non-sealed interface EventEffect extends Effect {
    /// Whether events of this type have an effect. Others are skipped without a guard row.
    ///
    /// @param type as in `ce_type`; empty where a record has none
    default boolean concerns(String type) {
        return true;
    }

    /// Whether a batch's events share one transaction as long as none of them fails.
    default boolean together() {
        return true;
    }

    /// Those of a batch that have an effect as things are; the others are skipped without a guard row. Asked in the
    /// transaction of the guard rows, before them.
    default List<CloudEvent> choose(List<CloudEvent> events) {
        return events;
    }

    /// Whether events that come again, from any of them on, end as they ended before. They have no guard rows.
    default boolean repeatable() {
        return false;
    }

    /// Those of a batch that are new, in their order and in one transaction. Overridden where several cost less than
    /// each by itself; what it throws makes each of them come alone.
    default void acceptAll(List<CloudEvent> events) {
        events.forEach(event -> withTrace(event, () -> accept(event)));
    }

    /// For a part of [#acceptAll] that is done because of one event.
    static void withTrace(CloudEvent event, Runnable part) {
        RequestTrace.from(null, event.origin().traceparent()).call(() -> {
            part.run();
            return true;
        });
    }

    /// Runs in the transaction of the guard row where there is one, with the event's trace. No effect outside of the
    /// database may happen here. What it throws is dealt with as [#retry] says.
    void accept(CloudEvent event);
}
