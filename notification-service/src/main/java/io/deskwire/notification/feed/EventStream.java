package io.deskwire.notification.feed;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.deskwire.common.client.ClientConnection;
import io.deskwire.common.identity.Caller;
import io.deskwire.notification.feed.EventStreams.Shared;
import io.deskwire.notification.tail.EventQueue;
import io.deskwire.notification.tail.EventTail.Attachment;
import io.deskwire.notification.tail.FeedItem;
import io.deskwire.notification.tail.Position;
import io.deskwire.notification.tail.TailEvent;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// One reader's server-sent events: `ready`, then every event with the cursor after it as its id.
///
/// Resumes from memory, or reads the history until memory takes over; both meet at a position, so nothing is missed
/// and nothing comes twice. Ends with its token, when that is revoked, when the reader has left, or is too slow; the
/// last id says where to go on.
final class EventStream {
    private static final int PAGE = 200;
    private static final Duration LAG = Duration.ofMillis(50);

    private final Shared shared;
    private final Caller caller;
    private final UUID tenant;
    private final Predicate<String> types;
    private final ClientConnection client;
    private final OutputStream out;
    private Position position = Position.ZERO;
    private Instant beatAt;
    private Instant guardAt;

    /// Where it is written to.
    record Reader(ClientConnection client, OutputStream out) {}

    EventStream(Shared shared, Caller caller, Predicate<String> types, Reader reader) {
        this.shared = shared;
        this.caller = caller;
        this.tenant = caller.requireTenant().value();
        this.types = types;
        this.client = reader.client();
        this.out = reader.out();
        var now = shared.clock().instant();
        this.beatAt = now.plus(shared.properties().heartbeat());
        this.guardAt = now.plus(shared.properties().guardEvery());
    }

    /// @param from null to begin now
    void run(@Nullable Position from) throws IOException, InterruptedException {
        var queue = new EventQueue(shared.properties().queueEvents());
        if (from == null || !shared.history().earliest(caller).isAtOrBefore(from)) {
            try (var _ = shared.tail().attach(caller, queue)) {
                position = queue.start();
                ready(false);
                follow(queue);
            }
            return;
        }
        position = from;
        ready(true);
        var attached = catchUp(queue);
        if (attached.isPresent()) {
            try (var _ = attached.get()) {
                for (var event : queue.takeBacklog()) {
                    write(event);
                }
                position = position.max(queue.start());
                out.flush();
                follow(queue);
            }
        }
    }

    /// Reads the history until memory reaches back to where it ends; empty where the stream ended on the way.
    private Optional<Attachment> catchUp(EventQueue queue) throws IOException, InterruptedException {
        while (isSound()) {
            var attached = shared.tail().attach(caller, position, queue);
            if (attached.isPresent()) {
                return attached;
            }
            var slice = shared.history().read(caller, position, null, PAGE);
            if (slice == null) {
                return Optional.empty();
            }
            for (var item : slice.items()) {
                write(item);
            }
            position = slice.next();
            out.flush();
            if (slice.items().isEmpty()) {
                Thread.sleep(LAG);
            }
        }
        return Optional.empty();
    }

    private void follow(EventQueue queue) throws IOException, InterruptedException {
        while (isSound()) {
            var event = queue.poll(shared.properties().guardEvery());
            if (event != null) {
                write(event);
            } else if (queue.isBroken()) {
                return;
            }
            if (queue.isEmpty()) {
                out.flush();
            }
        }
    }

    private void write(TailEvent event) throws IOException {
        if (position.precedes(event.topic(), event.offset())) {
            write(event.item(shared.json()));
        }
    }

    private void write(FeedItem item) throws IOException {
        position = position.after(item.topic(), item.offset());
        if (types.test(item.type())) {
            out.write(("id: " + cursor() + "\ndata: " + item.json() + "\n\n").getBytes(UTF_8));
        }
    }

    private void ready(boolean recovered) throws IOException {
        var data = "{\"cursor\":\"" + cursor() + "\",\"recovered\":" + recovered + "}";
        out.write(("event: ready\nid: " + cursor() + "\ndata: " + data + "\n\n").getBytes(UTF_8));
        out.flush();
    }

    private String cursor() {
        return shared.cursors().write(tenant, position);
    }

    /// Whether the reader may go on reading, and does; keeps its line open meanwhile.
    private boolean isSound() throws IOException {
        var now = shared.clock().instant();
        if (!now.isBefore(caller.expiresAt())) {
            return false;
        }
        if (!now.isBefore(guardAt)) {
            guardAt = now.plus(shared.properties().guardEvery());
            if (shared.revocations().cover(caller) || !client.isOpen()) {
                return false;
            }
        }
        if (!now.isBefore(beatAt)) {
            beatAt = now.plus(shared.properties().heartbeat());
            out.write(": still here\n\n".getBytes(UTF_8));
            out.flush();
        }
        return true;
    }
}
