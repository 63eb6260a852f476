package io.deskwire.notification.feed;

import io.deskwire.common.identity.Caller;
import io.deskwire.notification.feed.ReaderGuard.Watch;
import io.deskwire.notification.tail.EventQueue;
import io.deskwire.notification.tail.EventTail;
import io.deskwire.notification.tail.EventTail.Attachment;
import io.deskwire.notification.tail.Position;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One reader's server-sent events: `ready`, then every event with the cursor after it as its id.
///
/// Resumes from memory, or reads the history until memory takes over; both meet at a position, so nothing is missed
/// and nothing comes twice. Ends with its token, when that is revoked, when the reader has left, or is too slow; the
/// last id says where to go on.
final class EventStream {
    private static final int PAGE = 200;
    private static final Duration LAG = Duration.ofMillis(50);

    private final EventTail tail;
    private final FeedHistory history;
    private final FeedProperties properties;
    private final Caller caller;
    private final EventFrames frames;
    private final Watch watch;

    EventStream(
            EventTail tail,
            FeedHistory history,
            FeedProperties properties,
            Caller caller,
            EventFrames frames,
            Watch watch) {
        this.tail = tail;
        this.history = history;
        this.properties = properties;
        this.caller = caller;
        this.frames = frames;
        this.watch = watch;
    }

    /// @param from null to begin now
    void run(@Nullable Position from) throws IOException, InterruptedException {
        var queue = new EventQueue(properties.queueEvents());
        if (from == null || !history.earliest(caller).isAtOrBefore(from)) {
            try (var _ = tail.attach(caller, queue)) {
                frames.goTo(queue.start());
                frames.ready(false);
                follow(queue);
            }
            return;
        }
        frames.goTo(from);
        frames.ready(true);
        var attached = catchUp(queue);
        if (attached.isPresent()) {
            try (var _ = attached.get()) {
                for (var event : queue.takeBacklog()) {
                    frames.write(event);
                }
                frames.goTo(frames.position().max(queue.start()));
                frames.flush();
                follow(queue);
            }
        }
    }

    /// Reads the history until memory reaches back to where it ends; empty where the stream ended on the way.
    private Optional<Attachment> catchUp(EventQueue queue) throws IOException, InterruptedException {
        while (isSound()) {
            var attached = tail.attach(caller, frames.position(), queue);
            if (attached.isPresent()) {
                return attached;
            }
            var slice = history.read(caller, frames.position(), null, PAGE);
            if (slice == null) {
                return Optional.empty();
            }
            for (var item : slice.items()) {
                frames.write(item);
            }
            frames.goTo(slice.next());
            frames.flush();
            if (slice.items().isEmpty()) {
                Thread.sleep(LAG);
            }
        }
        return Optional.empty();
    }

    private void follow(EventQueue queue) throws IOException, InterruptedException {
        while (isSound()) {
            var event = queue.poll(properties.guardEvery());
            if (event != null) {
                frames.write(event);
            } else if (queue.isBroken()) {
                return;
            }
            if (queue.isEmpty()) {
                frames.flush();
            }
        }
    }

    /// Whether the reader may go on reading, and does; keeps its line open meanwhile.
    private boolean isSound() throws IOException {
        if (!watch.mayGoOn()) {
            return false;
        }
        if (watch.beatIsDue()) {
            frames.beat();
        }
        return true;
    }
}
