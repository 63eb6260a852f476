package io.deskwire.common.reception;

import io.deskwire.contracts.event.Topic;
import java.util.Set;

/// What a service does because of events. Every bean of this type is found and wired; a test fails where one is no
/// bean.
///
/// Delivery is at least once, in the order of each partition. Nodes of one consumer group share the partitions.
public sealed interface Effect permits EventEffect, BatchEffect {
    /// Names the effect in logs and, of an [EventEffect], its guard rows and the purpose of its system access. Never
    /// changed.
    String consumer();

    /// The consumer groups that it is part of, each called `<database>.<group>`, so two databases are two readers.
    /// Effects of one group take each batch one after the other, in `@Order`: a later one gets no event that an
    /// earlier one could not take.
    ///
    /// An [EventEffect] of several groups works each event off once: the group that is first with it inserts the
    /// guard row, and the others wait for that commit. So what follows it finds its effect, in each group.
    default Set<String> groups() {
        return Set.of(consumer());
    }

    /// Of other topics that its groups read it gets nothing.
    Set<Topic> topics();

    /// Of a group all the same.
    default Retry retry() {
        return Retry.A_FEW_TIMES;
    }

    /// Of a group all the same.
    default Pace pace() {
        return Pace.PROMPT;
    }
}
