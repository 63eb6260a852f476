package io.deskwire.common.reception;

import io.deskwire.common.event.CloudEvent;

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

    /// Runs in the transaction of the guard row, with the event's trace. No effect outside of the database may happen
    /// here. What it throws is dealt with as [#retry] says.
    void accept(CloudEvent event);
}
