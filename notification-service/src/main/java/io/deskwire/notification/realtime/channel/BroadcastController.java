package io.deskwire.notification.realtime.channel;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.deskwire.common.identity.Caller;
import io.deskwire.common.problem.Problem.Forbidden;
import io.deskwire.common.problem.Problem.Malformed;
import io.deskwire.common.problem.Problem.Refused;
import io.deskwire.common.problem.Problem.Unauthenticated;
import io.deskwire.common.problem.Problem.Unavailable;
import io.deskwire.notification.realtime.channel.Admission.RefusedException;
import io.deskwire.notification.realtime.channel.ChannelRule.OfNobody;
import io.deskwire.notification.realtime.channel.ChannelRules.Look;
import io.deskwire.notification.realtime.protocol.BroadcastFrame;
import io.deskwire.notification.realtime.protocol.Frame;
import io.deskwire.notification.realtime.protocol.FrameCodec;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/// Broadcasts by plain HTTP, to the listeners of the sender's own tenant, under the rule of each channel.
@RestController
@RequestMapping("/realtime/v1/api/broadcast")
class BroadcastController {
    private static final int MOST_MESSAGES = 100;

    private final ChannelHub hub;
    private final Admission admission;
    private final ChannelRules rules;
    private final long messageSize;

    BroadcastController(ChannelHub hub, Admission admission, ChannelRules rules, RealtimeProperties properties) {
        this.hub = hub;
        this.admission = admission;
        this.rules = rules;
        this.messageSize = properties.messageSize().toBytes();
    }

    /// @param isPrivate a channel whose name has no rule is then nobody's
    record Message(
            @Nullable String topic,
            @Nullable String event,
            @Nullable JsonNode payload,

            @JsonProperty("private") @Nullable Boolean isPrivate) {}

    record Messages(@Nullable List<Message> messages) {}

    private record Sending(String topic, ChannelRule rule, String event, boolean isJson, byte[] payload) {}

    @PostMapping(consumes = MediaType.APPLICATION_JSON_VALUE)
    @ResponseStatus(HttpStatus.ACCEPTED)
    void broadcast(
            @RequestHeader(name = "Authorization", required = false) @Nullable String authorization,
            @RequestBody Messages body,
            HttpServletRequest request) {
        var caller = caller(authorization, request);
        var messages = body.messages();
        if (messages == null || messages.isEmpty() || messages.size() > MOST_MESSAGES) {
            throw Malformed.field("messages", "1 to %d are expected".formatted(MOST_MESSAGES));
        }
        send(caller, messages.stream().map(BroadcastController::sending).toList());
    }

    private static Sending sending(Message message) {
        var topic = message.topic();
        var event = message.event();
        if (topic == null || event == null) {
            throw Malformed.field("messages", "each needs a topic and an event");
        }
        requireShort("messages", topic);
        var payload = message.payload() == null ? FrameCodec.JSON.createObjectNode() : message.payload();
        var rule = ChannelRule.of(topic, Boolean.TRUE.equals(message.isPrivate()));
        return new Sending(topic, rule, event, true, BroadcastFrame.bytes(payload));
    }

    @PostMapping("/{topic}/events/{event}")
    @ResponseStatus(HttpStatus.ACCEPTED)
    void broadcast(
            @RequestHeader(name = "Authorization", required = false) @Nullable String authorization,
            @RequestHeader(name = "Content-Type", defaultValue = MediaType.APPLICATION_JSON_VALUE) MediaType type,
            @PathVariable String topic,
            @PathVariable String event,
            @RequestParam(name = "private", defaultValue = "false") boolean isPrivate,
            @RequestBody(required = false) byte @Nullable [] body,
            HttpServletRequest request) {
        var caller = caller(authorization, request);
        requireShort("topic", topic);
        var payload = body == null ? new byte[0] : body;
        var isJson = !type.isCompatibleWith(MediaType.APPLICATION_OCTET_STREAM);
        if (isJson) {
            requireJson(payload);
        }
        send(caller, List.of(new Sending(topic, ChannelRule.of(topic, isPrivate), event, isJson, payload)));
    }

    private static void requireShort(String field, String topic) {
        if (ChannelRule.isTooLong(topic)) {
            throw Malformed.field(field, ChannelRule.TOO_LONG);
        }
    }

    private static void requireJson(byte[] payload) {
        try {
            if (!FrameCodec.JSON.readTree(payload).isMissingNode()) {
                return;
            }
        } catch (JacksonException _) {
            // one answer for both
        }
        throw Malformed.field("", "the body is not valid JSON");
    }

    /// All or none.
    private void send(Caller caller, List<Sending> messages) {
        for (var message : messages) {
            if (message.payload().length > messageSize) {
                throw new Refused(
                        "payload_size_exceeded",
                        "the payload has %d bytes (at most %d are sent)"
                                .formatted(message.payload().length, messageSize));
            }
        }
        var look = rules.look();
        messages.stream()
                .collect(Collectors.toMap(Sending::rule, Sending::topic, (first, _) -> first))
                .forEach((rule, topic) -> requireAdmitted(caller, rule, topic, look));
        var tenant = caller.requireTenant().value();
        messages.forEach(message -> hub.broadcast(
                tenant,
                Frame.CHANNEL + message.topic(),
                message.rule(),
                message.event(),
                message.isJson(),
                message.payload()));
    }

    private static Forbidden forbidden(ChannelRule rule, String topic) {
        return new Forbidden(
                "channel-forbidden",
                rule instanceof OfNobody
                        ? "%s is no private channel (expected: ticket:<id>, staff:<name> or <permission>:<name>)"
                                .formatted(topic)
                        : "you may not send to the channel " + topic);
    }

    private void requireAdmitted(Caller caller, ChannelRule rule, String topic, Look look) {
        try {
            if (!look.admits(caller, rule)) {
                throw forbidden(rule, topic);
            }
        } catch (RefusedException passing) {
            throw new Unavailable(String.valueOf(passing.getMessage()));
        }
    }

    private Caller caller(@Nullable String authorization, HttpServletRequest request) {
        var token = authorization != null && authorization.regionMatches(true, 0, "Bearer ", 0, 7)
                ? authorization.substring(7).strip()
                : null;
        try {
            return admission.admit(token, request);
        } catch (RefusedException refused) {
            throw new Unauthenticated(String.valueOf(refused.getMessage()));
        }
    }
}
