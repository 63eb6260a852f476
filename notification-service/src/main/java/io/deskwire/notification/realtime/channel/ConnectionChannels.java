package io.deskwire.notification.realtime.channel;

import io.deskwire.common.identity.Caller;
import io.deskwire.notification.realtime.change.ChangeBinding;
import io.deskwire.notification.realtime.channel.Admission.RefusedException;
import io.deskwire.notification.realtime.channel.ChannelRules.Look;
import io.deskwire.notification.realtime.protocol.Frame;
import io.deskwire.notification.realtime.protocol.MalformedFrameException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

/// The channels of one connection, and what its client asks of them. Frames come in one at a time; [#guard] and
/// [#lapsed] are the writer's.
final class ConnectionChannels {
    private static final Logger log = LoggerFactory.getLogger(ConnectionChannels.class);

    private final RealtimeConnection connection;
    private final ChannelHub hub;
    private final Admission admission;
    private final ChannelRules rules;
    private final RealtimeProperties properties;
    private final ChannelMessages messages;
    private final Map<String, Channel> channels = new ConcurrentHashMap<>();
    private final Instant tokensAwaitedUntil;
    private boolean tokensAwaited = true;
    private Instant rulesLookedAt;
    private int lastBinding;

    ConnectionChannels(
            RealtimeConnection connection,
            ChannelHub hub,
            Admission admission,
            ChannelRules rules,
            RealtimeProperties properties,
            Instant now) {
        this.connection = connection;
        this.hub = hub;
        this.admission = admission;
        this.rules = rules;
        this.properties = properties;
        this.messages = new ChannelMessages(connection, hub, properties.messageSize(), this::lapsed);
        this.tokensAwaitedUntil = now.plus(properties.patience().token());
        this.rulesLookedAt = now;
    }

    void receive(Frame frame) {
        switch (frame.event()) {
            case "heartbeat" -> connection.confirm(frame);
            case "phx_join" -> join(frame);
            case "phx_leave" -> leave(frame);
            case "access_token" -> renew(frame);
            case "broadcast" -> messages.broadcast(frame, meant(frame));
            case "presence" -> messages.presence(frame, meant(frame));
            default -> log.debug("Event {} is not known", frame.event());
        }
    }

    private static @Nullable String token(Frame frame) {
        return frame.payload().path("access_token").asString(null);
    }

    /// The channel that the frame means, null where its join is over.
    private @Nullable Channel meant(Frame frame) {
        var channel = channels.get(frame.topic());
        return channel != null && channel.isMeantBy(frame) ? channel : null;
    }

    private void join(Frame frame) {
        var before = channels.remove(frame.topic());
        if (before != null) {
            end(before);
        }
        try {
            var channel = requested(frame);
            var token = token(frame);
            var caller = admission.admit(token);
            var look = rules.look();
            if (caller != null && !look.admits(caller, channel.rule())) {
                throw notReadable(channel);
            }
            channels.put(frame.topic(), channel);
            if (caller == null) {
                channel.awaitsToken(token == null && !channel.config().repeatsToken());
                channel.open();
            } else {
                channel.seat(new Seat(channel, caller), hub);
                seatNobodies(caller, look);
            }
            if (channel.isClosed() || !connection.isOpen()) {
                channel.close(hub);
            }
        } catch (RefusedException refused) {
            connection.refuse(frame, String.valueOf(refused.getMessage()));
        } catch (MalformedFrameException impossible) {
            connection.refuseForGood(frame, "UnableToSubscribeToPostgres: " + impossible.getMessage());
        }
    }

    private Channel requested(Frame frame) throws RefusedException, MalformedFrameException {
        if (!frame.topic().startsWith(Frame.CHANNEL) || frame.topic().length() == Frame.CHANNEL.length()) {
            throw new RefusedException("TopicNameRequired", "topics are called realtime:<name>");
        }
        if (ChannelRule.isTooLong(frame.topic().substring(Frame.CHANNEL.length()))) {
            throw new RefusedException("TopicNameRequired", ChannelRule.TOO_LONG);
        }
        if (channels.size() >= properties.channels()) {
            throw new RefusedException("ChannelRateLimitReached", "too many channels on one connection");
        }
        var config = frame.payload().path("config");
        var bindings = bindings(config.path("postgres_changes"));
        if (!bindings.isEmpty()) {
            awaitLive();
        }
        return new Channel(connection, frame, JoinConfig.of(config), bindings);
    }

    private List<ChangeBinding> bindings(JsonNode asked) throws RefusedException, MalformedFrameException {
        if (!asked.isArray() && !asked.isMissingNode() && !asked.isNull()) {
            throw new MalformedFrameException("postgres_changes is an array of bindings");
        }
        if (asked.size() > properties.bindings()) {
            throw new RefusedException("ChannelRateLimitReached", "too many bindings on one channel");
        }
        var bindings = new ArrayList<ChangeBinding>();
        for (var each : asked) {
            bindings.add(ChangeBinding.of(++lastBinding, each));
        }
        return List.copyOf(bindings);
    }

    private void awaitLive() throws RefusedException {
        try {
            if (hub.awaitLive(properties.patience().join())) {
                return;
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        throw RefusedException.passing("events cannot be followed yet; try again");
    }

    private static RefusedException notReadable(Channel channel) {
        return new RefusedException(
                "Unauthorized", "You do not have permissions to read from this Channel topic: " + channel.name());
    }

    /// Only the join that the client means is left, never a newer one.
    private void leave(Frame frame) {
        connection.confirm(frame);
        var channel = meant(frame);
        if (channel != null && channels.remove(frame.topic(), channel)) {
            end(channel);
        }
    }

    /// Without a reply, as clients expect it. Channels of the connection that serve nobody take the token, too: some
    /// clients send it on one of them only.
    private void renew(Frame frame) {
        var token = token(frame);
        var channel = meant(frame);
        if (!Admission.isUserToken(token)) {
            if (channel != null && token != null) {
                channel.awaitsToken(false);
                channel.signsOut();
            }
            return;
        }
        try {
            var caller = admission.admit(token);
            var look = rules.look();
            if (channel != null) {
                serve(channel, caller, look);
            }
            if (caller != null) {
                seatNobodies(caller, look);
            }
        } catch (RefusedException refused) {
            if (channel != null) {
                refuse(channel, refused);
            }
        }
    }

    /// A token that does not hold ends what the one before it opened; where there is nobody, it changes nothing.
    private void refuse(Channel channel, RefusedException refused) {
        var reason = String.valueOf(refused.getMessage());
        if (channel.seat() == null) {
            channel.system("error", "system", reason);
        } else if (refused.isPassing()) {
            fail(channel, reason);
        } else {
            cut(channel, reason);
        }
    }

    private void seatNobodies(Caller caller, Look look) {
        for (var each : channels.values()) {
            if (each.seat() == null) {
                serve(each, caller, look);
            }
        }
    }

    /// The same person of the same tenant goes on; anybody else begins anew, and the one before hears nothing more.
    private void serve(Channel channel, @Nullable Caller caller, Look look) {
        var seat = channel.seat();
        if (caller != null && seat != null && seat.isOf(caller)) {
            goOn(channel, seat, caller, look);
            return;
        }
        if (seat != null) {
            channel.vacate(seat, hub);
        }
        if (caller == null) {
            return;
        }
        try {
            if (look.admits(caller, channel.rule())) {
                channel.seat(new Seat(channel, caller), hub);
            } else {
                fail(channel, String.valueOf(notReadable(channel).getMessage()));
            }
        } catch (RefusedException passing) {
            fail(channel, String.valueOf(passing.getMessage()));
        }
    }

    /// Where nobody can say whether the rule still holds, the guard looks again soon.
    private void goOn(Channel channel, Seat seat, Caller caller, Look look) {
        try {
            if (!look.admits(caller, channel.rule())) {
                fail(channel, String.valueOf(notReadable(channel).getMessage()));
                return;
            }
        } catch (RefusedException passing) {
            log.debug("Channel {} keeps its listener for now: {}", channel.topic(), passing.getMessage());
        }
        seat.becomes(caller);
        channel.signsIn();
    }

    void broadcast(Frame frame, String event, boolean isJson, byte[] payload) {
        messages.broadcast(frame, meant(frame), event, isJson, payload);
    }

    /// Whether the seat's caller no longer counts: its token has ended or was revoked. Then the client is told to join
    /// again, with the token that it has then, because what was revoked may be a permission among others; or the
    /// channel serves nobody, where the client has signed out and is still there.
    boolean lapsed(Seat seat) {
        var caller = seat.caller();
        var reason = admission.ended(caller);
        if (reason == null || seat.caller() != caller) {
            return false;
        }
        var channel = seat.channel();
        if (channel.seat() != seat) {
            return true;
        }
        if (channel.isSignedOut()) {
            channel.vacate(seat, hub);
        } else {
            fail(channel, reason);
        }
        return true;
    }

    /// What is to be looked at every now and then.
    void guard(Instant now) {
        var rulesAreDue = !now.isBefore(rulesLookedAt.plus(properties.rulesEvery()));
        if (rulesAreDue) {
            rulesLookedAt = now;
        }
        var look = rules.lookAtOnce();
        for (var channel : channels.values()) {
            var seat = channel.seat();
            if (seat != null && !lapsed(seat) && rulesAreDue) {
                lookAtRule(channel, seat, look);
            }
            channel.tellReplication(hub);
        }
        if (tokensAwaited && !now.isBefore(tokensAwaitedUntil)) {
            tokensAwaited = false;
            channels.values().stream().filter(Channel::awaitsToken).toList().forEach(channel -> fail(channel, null));
        }
    }

    private void lookAtRule(Channel channel, Seat seat, Look look) {
        try {
            if (!look.admits(seat.caller(), channel.rule())) {
                fail(channel, "You no longer have permission to read from this Channel topic: " + channel.name());
            }
        } catch (RefusedException passing) {
            log.debug("Channel {} keeps its listeners for now: {}", channel.topic(), passing.getMessage());
        }
    }

    /// The client joins again by itself, with the token that it has then.
    private void fail(Channel channel, @Nullable String reason) {
        if (channels.remove(channel.topic(), channel)) {
            channel.close(hub);
            if (reason != null) {
                channel.system("error", "system", reason);
            }
            channel.fails();
        }
    }

    private void cut(Channel channel, String reason) {
        if (channels.remove(channel.topic(), channel)) {
            channel.system("error", "system", reason);
            end(channel);
        }
    }

    private void end(Channel channel) {
        channel.close(hub);
        channel.tellClosed();
    }

    void close() {
        channels.values().forEach(channel -> channel.close(hub));
        channels.clear();
    }

    @Override
    public String toString() {
        return channels.size() + " channels";
    }
}
