package io.deskwire.notification.preference;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.Optional;

/// What somebody may be told of. The names are public: in notifications and in preferences.
public enum NotificationKind {
    TICKET_CREATED("ticket.created"),
    TICKET_ASSIGNED("ticket.assigned"),
    /// What becomes of a ticket, for those who follow it.
    TICKET_STATUS("ticket.status"),
    COMMENT_CREATED("comment.created"),
    COMMENT_MENTIONED("comment.mentioned"),
    JOB_NEEDS_ATTENTION("job.needs_attention"),
    PAIRING_REQUESTED("pairing.requested");

    private final String wire;

    NotificationKind(String wire) {
        this.wire = wire;
    }

    @JsonValue
    public String wire() {
        return wire;
    }

    public static Optional<NotificationKind> of(String wire) {
        return Arrays.stream(values()).filter(kind -> kind.wire.equals(wire)).findFirst();
    }
}
