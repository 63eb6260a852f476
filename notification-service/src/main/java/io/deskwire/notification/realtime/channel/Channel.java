package io.deskwire.notification.realtime.channel;

import io.deskwire.notification.realtime.change.ChangeBinding;
import io.deskwire.notification.realtime.change.ChangeImage;
import io.deskwire.notification.realtime.channel.RealtimeConnection.Outgoing;
import io.deskwire.notification.realtime.protocol.Frame;
import io.deskwire.notification.realtime.protocol.FrameCodec;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// One joined channel of one connection. It serves nobody where it was joined before its token, and later whom the
/// tokens name: its [Seat].
final class Channel {
    private final RealtimeConnection connection;
    private final String topic;
    private final @Nullable String joinRef;
    private final @Nullable String ref;
    private final JoinConfig config;
    private final ChannelRule rule;
    private final List<ChangeBinding> bindings;

    private final ReentrantLock lock = new ReentrantLock();
    private volatile @Nullable Seat seat;
    private volatile @Nullable JsonNode presenceInWaiting;
    private volatile boolean awaitsToken;
    private volatile boolean signedOut;
    private boolean replayed;
    private boolean replicationTold;
    private volatile boolean answered;
    private volatile boolean closed;

    Channel(RealtimeConnection connection, Frame join, JoinConfig config, List<ChangeBinding> bindings) {
        this.connection = connection;
        this.topic = join.topic();
        this.joinRef = join.join();
        this.ref = join.ref();
        this.config = config;
        this.rule = ChannelRule.of(name(), config.isPrivate());
        this.bindings = bindings;
    }

    String topic() {
        return topic;
    }

    /// Without `realtime:`.
    String name() {
        return topic.substring(Frame.CHANNEL.length());
    }

    JoinConfig config() {
        return config;
    }

    ChannelRule rule() {
        return rule;
    }

    RealtimeConnection connection() {
        return connection;
    }

    boolean isClosed() {
        return closed;
    }

    /// Null for nobody.
    @Nullable
    Seat seat() {
        return seat;
    }

    /// Whether a message belongs to this join and not to one before it. Clients of old name none.
    boolean isMeantBy(Frame frame) {
        return frame.joinRef() == null || frame.joinRef().equals(joinRef);
    }

    /// The client has not said yet whether it has a token.
    boolean awaitsToken() {
        return awaitsToken && seat == null && !closed;
    }

    void awaitsToken(boolean does) {
        awaitsToken = does;
    }

    /// The client said that it has no session any more.
    boolean isSignedOut() {
        return signedOut;
    }

    void signsOut() {
        signedOut = true;
    }

    void signsIn() {
        signedOut = false;
    }

    /// What nobody tracks is shown once it is somebody: clients track as soon as they have joined.
    void track(@Nullable JsonNode meta) {
        presenceInWaiting = meta;
    }

    /// Admits nobody: the join is answered, and nothing follows.
    void open() {
        answerJoin();
    }

    /// Serves somebody from now on, and the one before no more. Answers the join where that is still
    /// due: at once where there is nothing to follow, otherwise in the moment in which it follows.
    void seat(Seat next, ChannelHub hub) {
        lock.lock();
        try {
            leaveSeat(hub);
            if (closed) {
                return;
            }
            seat = next;
            signedOut = false;
            awaitsToken = false;
            if (bindings.isEmpty()) {
                answerJoin();
            } else {
                hub.follow(next);
            }
            hub.join(next, replayed ? null : config.replay());
            replayed = true;
            var meta = presenceInWaiting;
            presenceInWaiting = null;
            if (meta != null) {
                hub.track(next, meta);
            }
            tellReplication(hub);
        } finally {
            lock.unlock();
        }
    }

    /// Serves nobody from now on, unless it serves somebody else than expected by now: reader and writer get here.
    void vacate(Seat expected, ChannelHub hub) {
        lock.lock();
        try {
            if (seat == expected) {
                leaveSeat(hub);
            }
        } finally {
            lock.unlock();
        }
    }

    /// Ends what the channel follows; the client is told by the side that closes it.
    void close(ChannelHub hub) {
        lock.lock();
        try {
            closed = true;
            leaveSeat(hub);
        } finally {
            lock.unlock();
        }
    }

    private void leaveSeat(ChannelHub hub) {
        var left = seat;
        seat = null;
        if (left != null) {
            left.vacate();
            hub.leave(left);
        }
    }

    private void answerJoin() {
        if (answered) {
            return;
        }
        answered = true;
        var response = FrameCodec.JSON.createObjectNode();
        var answers = response.putArray("postgres_changes");
        bindings.forEach(binding -> answers.add(binding.answer()));
        connection.reply(joinRef, ref, topic, "ok", response);
    }

    /// Changes are followed from now on.
    void isLive() {
        answerJoin();
        system("ok", "postgres_changes", "Subscribed to PostgreSQL");
    }

    /// Once, when there is somebody to tell and events are followed.
    void tellReplication(ChannelHub hub) {
        lock.lock();
        try {
            if (config.replicationReady() && !replicationTold && seat != null && hub.isLive()) {
                replicationTold = true;
                system("ok", "system", "Replication connection established");
            }
        } finally {
            lock.unlock();
        }
    }

    /// The client joins again by itself. Takes no lock: the tail calls it.
    void fails() {
        closed = true;
        connection.enqueue(new Outgoing.Text(end("phx_error"), null));
    }

    /// The client does not come back by itself.
    void tellClosed() {
        connection.enqueue(new Outgoing.Text(end("phx_close"), null));
    }

    private String end(String event) {
        return connection.end(event, topic, joinRef);
    }

    /// The messages of a change: none where no binding wants it, one for all bindings that ask for the same columns.
    List<String> messages(ChangeImage change) {
        return bindings.stream()
                .filter(binding -> binding.matches(change.change(), change.table(), change.row()))
                .collect(Collectors.groupingBy(
                        binding -> Optional.ofNullable(binding.columns()), LinkedHashMap::new, Collectors.toList()))
                .values()
                .stream()
                .map(alike -> message(change, alike))
                .toList();
    }

    private String message(ChangeImage change, List<ChangeBinding> alike) {
        var ids = alike.stream().map(binding -> Integer.toString(binding.id())).collect(Collectors.joining(","));
        var columns = alike.getFirst().columns();
        var data = columns == null ? change.data() : change.data(columns);
        return encode("postgres_changes", "{\"ids\":[" + ids + "],\"data\":" + data + "}");
    }

    String encode(String event, String payload) {
        return connection.codec().encode(joinRef, null, topic, event, payload);
    }

    void system(String status, String extension, String message) {
        var payload = FrameCodec.JSON.createObjectNode();
        payload.put("extension", extension);
        payload.put("status", status);
        payload.put("message", message);
        payload.put("channel", name());
        connection.enqueue(new Outgoing.Text(encode("system", FrameCodec.JSON.writeValueAsString(payload)), null));
    }
}
