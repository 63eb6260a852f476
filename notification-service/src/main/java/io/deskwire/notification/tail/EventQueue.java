package io.deskwire.notification.tail;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// What an attached reader has yet to take. The tail puts, one reader takes; a full queue is given up, never waited
/// for.
public final class EventQueue implements EventTail.Listener {
    private final LinkedBlockingQueue<TailEvent> events;
    private volatile List<TailEvent> backlog = List.of();
    private volatile Position start = Position.ZERO;
    private volatile boolean broken;

    public EventQueue(int capacity) {
        this.events = new LinkedBlockingQueue<>(capacity);
    }

    @Override
    public void attached(Position position, List<TailEvent> before) {
        start = position;
        backlog = before;
    }

    @Override
    public void on(TailEvent event) {
        if (!broken && !events.offer(event)) {
            broken = true;
        }
    }

    @Override
    public void lost() {
        broken = true;
    }

    /// Where [#poll] begins, past the backlog.
    public Position start() {
        return start;
    }

    /// What came before, once.
    public List<TailEvent> takeBacklog() {
        var taken = new ArrayList<>(backlog);
        backlog = List.of();
        return taken;
    }

    /// Null where nothing came in the time.
    @Nullable
    public TailEvent poll(Duration patience) throws InterruptedException {
        return events.poll(patience.toMillis(), TimeUnit.MILLISECONDS);
    }

    public boolean isEmpty() {
        return events.isEmpty();
    }

    /// Whether there is a gap after what is queued.
    public boolean isBroken() {
        return broken;
    }
}
