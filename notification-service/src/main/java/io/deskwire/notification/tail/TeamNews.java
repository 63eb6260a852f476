package io.deskwire.notification.tail;

import io.deskwire.common.event.CloudEvent;

/// Takes in what events tell of teams; given from outside.
@FunctionalInterface
public interface TeamNews {
    /// Returns once what the event tells of a team is known to everyone that asks; does nothing for other events,
    /// and where it is known already. Called from any thread, outside of transactions, with each event before it
    /// is shown: one that names a team comes after what was told of the team. Raises where it cannot be kept now.
    void hear(CloudEvent event);
}
