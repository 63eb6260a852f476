package io.deskwire.directory;

import io.deskwire.common.event.CloudEvent;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A membership as an identity event told of it.
///
/// @param changedAt when the event happened, by the writer's clock
record SeenMember(
        UUID tenant,
        UUID user,
        String role,
        @Nullable UUID department,
        long version,
        boolean deleted,
        Instant changedAt) {

    /// Null where the event names no person.
    static @Nullable SeenMember of(CloudEvent event) {
        var row = event.row();
        var user = event.rowId("user_id").orElse(null);
        return user == null
                ? null
                : new SeenMember(
                        event.tenant(),
                        user,
                        row.path("role").asString(""),
                        event.rowId("department_role_id").orElse(null),
                        event.subjectVersion(),
                        event.type().equals("member.deleted"),
                        event.time());
    }
}
