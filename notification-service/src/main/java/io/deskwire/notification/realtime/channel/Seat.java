package io.deskwire.notification.realtime.channel;

import io.deskwire.common.identity.Caller;
import io.deskwire.notification.realtime.channel.RealtimeConnection.Outgoing;
import io.deskwire.notification.tail.EventTail;
import io.deskwire.notification.tail.EventTail.Attachment;
import io.deskwire.notification.tail.Position;
import io.deskwire.notification.tail.TailEvent;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Whom a channel serves, from the token that names a tenant and a person to the one that names others. What is told
/// to a seat and waits in its connection's queue is dropped unsent once the seat is vacated.
final class Seat implements EventTail.Listener {
    private final Channel channel;
    private volatile Caller caller;
    private volatile @Nullable Attachment attachment;
    private volatile boolean vacated;

    Seat(Channel channel, Caller caller) {
        this.channel = channel;
        this.caller = caller;
    }

    Channel channel() {
        return channel;
    }

    Caller caller() {
        return caller;
    }

    UUID tenant() {
        return caller.requireTenant().value();
    }

    boolean isVacated() {
        return vacated;
    }

    boolean isOf(Caller other) {
        return caller.subject().equals(other.subject())
                && other.tenant() != null
                && tenant().equals(other.tenant().value());
    }

    void follow(EventTail tail) {
        attachment = tail.attach(caller, this);
    }

    /// The same person's next token.
    void becomes(Caller renewed) {
        caller = renewed;
        var attached = attachment;
        if (attached != null) {
            attached.becomes(renewed);
        }
    }

    void vacate() {
        vacated = true;
        var attached = attachment;
        if (attached != null) {
            attached.close();
        }
    }

    void push(String event, String payload) {
        tell(new Outgoing.Text(channel.encode(event, payload), this));
    }

    void tell(Outgoing message) {
        if (!vacated) {
            channel.connection().enqueue(message);
        }
    }

    @Override
    public void attached(Position position, List<TailEvent> backlog) {
        channel.isLive();
    }

    @Override
    public void on(TailEvent event) {
        tell(new Outgoing.Change(this, event));
    }

    /// An error makes the client join again, from where it must fetch what it shows.
    @Override
    public void lost() {
        vacated = true;
        channel.fails();
    }
}
