package io.deskwire.notification.feed;

import io.deskwire.common.identity.Caller;
import io.deskwire.common.identity.revocation.Revocations;
import io.deskwire.notification.feed.EventStream.Reader;
import io.deskwire.notification.tail.EventJson;
import io.deskwire.notification.tail.EventTail;
import io.deskwire.notification.tail.Position;
import java.io.IOException;
import java.time.Clock;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/// The open streams of this node. They end before the node does, each where it can be resumed.
@Component
class EventStreams implements SmartLifecycle {
    /// What all streams share.
    record Shared(
            EventTail tail,
            FeedHistory history,
            FeedCursors cursors,
            EventJson json,
            Revocations revocations,
            FeedProperties properties,
            Clock clock) {}

    private final Shared shared;
    private final Set<Thread> threads = ConcurrentHashMap.newKeySet();
    private volatile boolean running;

    EventStreams(Sources sources, Revocations revocations, FeedProperties properties, Clock clock) {
        this.shared = new Shared(
                sources.tail(), sources.history(), sources.cursors(), sources.json(), revocations, properties, clock);
    }

    /// Where events come from.
    @Component
    record Sources(EventTail tail, FeedHistory history, FeedCursors cursors, EventJson json) {}

    /// Writes in the calling thread, which is virtual and the stream's own, until the stream ends.
    void serve(Caller caller, @Nullable Position from, Predicate<String> types, Reader reader) throws IOException {
        threads.add(Thread.currentThread());
        try {
            new EventStream(shared, caller, types, reader).run(from);
        } catch (InterruptedException closing) {
            if (running) {
                Thread.currentThread().interrupt();
            }
        } finally {
            threads.remove(Thread.currentThread());
        }
    }

    int open() {
        return threads.size();
    }

    @Override
    public void start() {
        running = true;
    }

    @Override
    public void stop() {
        running = false;
        threads.forEach(Thread::interrupt);
    }

    @Override
    public boolean isRunning() {
        return running;
    }
}
