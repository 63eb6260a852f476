package io.deskwire.notification.realtime;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.deskwire.common.problem.Problem.Malformed;
import io.deskwire.common.problem.Problem.Unauthenticated;
import io.deskwire.notification.realtime.Admission.RefusedException;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/// Broadcasts by plain HTTP, to the listeners of the sender's own tenant.
@RestController
@RequestMapping("/realtime/v1/api/broadcast")
class BroadcastController {
    private static final int MOST_MESSAGES = 100;

    private final ChannelHub hub;
    private final Admission admission;

    BroadcastController(ChannelHub hub, Admission admission) {
        this.hub = hub;
        this.admission = admission;
    }

    /// @param isPrivate accepted; every channel is its tenant's own
    record Message(
            @Nullable String topic,
            @Nullable String event,
            @Nullable JsonNode payload,

            @JsonProperty("private") @Nullable Boolean isPrivate) {}

    record Messages(@Nullable List<Message> messages) {}

    @PostMapping(consumes = MediaType.APPLICATION_JSON_VALUE)
    @ResponseStatus(HttpStatus.ACCEPTED)
    void broadcast(
            @RequestHeader(name = "Authorization", required = false) @Nullable String authorization,
            @RequestBody Messages body,
            HttpServletRequest request) {
        var tenant = tenant(authorization, request);
        var messages = body.messages();
        if (messages == null || messages.isEmpty() || messages.size() > MOST_MESSAGES) {
            throw Malformed.field("messages", "1 to %d are expected".formatted(MOST_MESSAGES));
        }
        for (var message : messages) {
            if (message.topic() == null || message.event() == null) {
                throw Malformed.field("messages", "each needs a topic and an event");
            }
        }
        for (var message : messages) {
            var payload = message.payload() == null ? FrameCodec.JSON.createObjectNode() : message.payload();
            hub.broadcast(
                    tenant,
                    Frame.CHANNEL + message.topic(),
                    null,
                    String.valueOf(message.event()),
                    true,
                    BroadcastFrame.bytes(payload));
        }
    }

    @PostMapping("/{topic}/events/{event}")
    @ResponseStatus(HttpStatus.ACCEPTED)
    void broadcast(
            @RequestHeader(name = "Authorization", required = false) @Nullable String authorization,
            @RequestHeader(name = "Content-Type", defaultValue = MediaType.APPLICATION_JSON_VALUE) MediaType type,
            @PathVariable String topic,
            @PathVariable String event,
            @RequestBody(required = false) byte @Nullable [] body,
            HttpServletRequest request) {
        var tenant = tenant(authorization, request);
        var payload = body == null ? new byte[0] : body;
        var isJson = !type.isCompatibleWith(MediaType.APPLICATION_OCTET_STREAM);
        if (isJson) {
            requireJson(payload);
        }
        hub.broadcast(tenant, Frame.CHANNEL + topic, null, event, isJson, payload);
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

    private UUID tenant(@Nullable String authorization, HttpServletRequest request) {
        var token = authorization != null && authorization.regionMatches(true, 0, "Bearer ", 0, 7)
                ? authorization.substring(7).strip()
                : null;
        try {
            return admission.admit(token, request).requireTenant().value();
        } catch (RefusedException refused) {
            throw new Unauthenticated(String.valueOf(refused.getMessage()));
        }
    }
}
