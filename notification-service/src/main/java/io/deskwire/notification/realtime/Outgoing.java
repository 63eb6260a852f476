package io.deskwire.notification.realtime;

import io.deskwire.notification.feed.TailEvent;

/// What waits to be written to a connection.
sealed interface Outgoing {
    record Text(String text) implements Outgoing {}

    record Binary(byte[] bytes) implements Outgoing {}

    /// Filtered and encoded only when its turn comes, in the connection's own thread.
    record Change(Channel channel, TailEvent event) implements Outgoing {}
}
