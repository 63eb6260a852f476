package io.deskwire.notification.realtime.channel;

import io.deskwire.notification.tail.TailEvent;
import org.jspecify.annotations.Nullable;

/// What waits to be written to a connection.
sealed interface Outgoing {
    /// Whom it is told to; null where it says nothing of any tenant.
    @Nullable
    Seat seat();

    record Text(String text, @Nullable Seat seat) implements Outgoing {}

    record Binary(byte[] bytes, Seat seat) implements Outgoing {}

    /// Filtered and encoded only when its turn comes, in the connection's own thread.
    record Change(Seat seat, TailEvent event) implements Outgoing {}
}
