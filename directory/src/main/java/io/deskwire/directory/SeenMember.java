package io.deskwire.directory;

import io.deskwire.common.event.CloudEvent;
import io.deskwire.common.id.Uuid7;
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
        var user = Uuid7.parse(row.path("user_id").asString("")).orElse(null);
        return user == null
                ? null
                : new SeenMember(
                        event.tenant(),
                        user,
                        row.path("role").asString(""),
                        Uuid7.parse(row.path("department_role_id").asString("")).orElse(null),
                        event.subjectVersion(),
                        event.type().equals("member.deleted"),
                        event.time());
    }
}
