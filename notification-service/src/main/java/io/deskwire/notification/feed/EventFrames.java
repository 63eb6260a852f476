package io.deskwire.notification.feed;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.deskwire.notification.tail.EventJson;
import io.deskwire.notification.tail.FeedItem;
import io.deskwire.notification.tail.Position;
import io.deskwire.notification.tail.TailEvent;
import java.io.IOException;
import java.io.OutputStream;
import java.util.UUID;
import java.util.function.Predicate;

/// What one reader of server-sent events is written, and how far it is: each event with the cursor after it as its
/// id.
final class EventFrames {
    private final FeedCursors cursors;
    private final EventJson json;
    private final UUID tenant;
    private final Predicate<String> types;
    private final OutputStream out;
    private Position position = Position.ZERO;

    EventFrames(FeedCursors cursors, EventJson json, UUID tenant, Predicate<String> types, OutputStream out) {
        this.cursors = cursors;
        this.json = json;
        this.tenant = tenant;
        this.types = types;
        this.out = out;
    }

    Position position() {
        return position;
    }

    void goTo(Position next) {
        position = next;
    }

    /// Skipped where it lies behind.
    void write(TailEvent event) throws IOException {
        if (position.precedes(event.topic(), event.offset())) {
            write(event.item(json));
        }
    }

    /// Of types that the reader does not want only the position counts.
    void write(FeedItem item) throws IOException {
        position = position.after(item.topic(), item.offset());
        if (types.test(item.type())) {
            write("id: " + cursor() + "\ndata: " + item.json() + "\n\n");
        }
    }

    /// First of all.
    ///
    /// @param recovered whether the stream goes on from where the reader was
    void ready(boolean recovered) throws IOException {
        var data = "{\"cursor\":\"" + cursor() + "\",\"recovered\":" + recovered + "}";
        write("event: ready\nid: " + cursor() + "\ndata: " + data + "\n\n");
        flush();
    }

    void beat() throws IOException {
        write(": still here\n\n");
        flush();
    }

    void flush() throws IOException {
        out.flush();
    }

    private void write(String text) throws IOException {
        out.write(text.getBytes(UTF_8));
    }

    private String cursor() {
        return cursors.write(tenant, position);
    }
}
