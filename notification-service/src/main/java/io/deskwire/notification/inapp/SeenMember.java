package io.deskwire.notification.inapp;

import io.deskwire.common.event.CloudEvent;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A membership as an identity event told of it.
///
/// @param changedAt when the event happened, by the clock of who wrote it
record SeenMember(UUID tenant, UUID user, String role, long version, boolean deleted, Instant changedAt) {

    /// Null where the event names no person.
    static @Nullable SeenMember of(CloudEvent event) {
        var user = Notice.id(event.row(), "user_id");
        return user == null
                ? null
                : new SeenMember(
                        event.tenant(),
                        user,
                        event.row().path("role").asString(""),
                        event.subjectVersion(),
                        event.type().equals("member.deleted"),
                        event.time());
    }
}
