package io.deskwire.common.reception;

import io.deskwire.common.event.CloudEvent;
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

    /// Runs in the transaction of the guard row, with the event's trace. No effect outside of the database may happen
    /// here. What it throws is dealt with as [#retry] says.
    void accept(CloudEvent event);
}
