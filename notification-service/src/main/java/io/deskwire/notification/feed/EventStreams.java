package io.deskwire.notification.feed;

import io.deskwire.common.client.ClientConnection;
import io.deskwire.common.identity.Caller;
import io.deskwire.notification.tail.EventJson;
import io.deskwire.notification.tail.EventTail;
import io.deskwire.notification.tail.Position;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/// The open streams of this node. They end before the node does, each where it can be resumed.
@Component
class EventStreams implements SmartLifecycle {
    private final EventTail tail;
    private final FeedHistory history;
    private final FeedCursors cursors;
    private final EventJson json;
    private final ReaderGuard guard;
    private final FeedProperties properties;
    private final Set<Thread> threads = ConcurrentHashMap.newKeySet();
    private volatile boolean running;

    EventStreams(
            EventTail tail,
            FeedHistory history,
            FeedCursors cursors,
            EventJson json,
            ReaderGuard guard,
            FeedProperties properties) {
        this.tail = tail;
        this.history = history;
        this.cursors = cursors;
        this.json = json;
        this.guard = guard;
        this.properties = properties;
    }

    /// Writes in the calling thread, which is virtual and the stream's own, until the stream ends.
    void serve(
            Caller caller, @Nullable Position from, Predicate<String> types, ClientConnection reader, OutputStream out)
            throws IOException {
        threads.add(Thread.currentThread());
        try {
            var frames = new EventFrames(cursors, json, caller.requireTenant().value(), types, out);
            var watch = guard.watch(caller, reader);
            new EventStream(tail, history, properties, caller, frames, watch).run(from);
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
