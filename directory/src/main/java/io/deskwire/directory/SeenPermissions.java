package io.deskwire.directory;

import io.deskwire.common.event.CloudEvent;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// What an event says somebody may do: a role of the tenant, a department role or a service user.
sealed interface SeenPermissions {
    record OfRole(UUID tenant, String role, List<String> permissions, long version) implements SeenPermissions {}

    /// Without permissions where it is deleted.
    record OfDepartment(UUID tenant, UUID id, List<String> permissions, long version) implements SeenPermissions {}

    /// @param status `active`, `suspended` or `deleted`
    record OfServiceUser(UUID tenant, UUID id, List<String> permissions, String status, long version)
            implements SeenPermissions {}

    /// Null where the event says nothing of the kind.
    static @Nullable SeenPermissions of(CloudEvent event) {
        var row = event.row();
        var id = event.rowId("id").orElse(null);
        if (id == null) {
            return null;
        }
        return switch (event.type()) {
            case "role.updated" ->
                new OfRole(event.tenant(), row.path("role").asString(""), permissions(row), event.subjectVersion());
            case "department_role.created", "department_role.updated" ->
                new OfDepartment(event.tenant(), id, permissions(row), event.subjectVersion());
            case "department_role.deleted" -> new OfDepartment(event.tenant(), id, List.of(), event.subjectVersion());
            case "service_user.created", "service_user.updated", "service_user.rotated" ->
                new OfServiceUser(
                        event.tenant(),
                        id,
                        permissions(row),
                        "suspended".equals(row.path("status").asString("")) ? "suspended" : "active",
                        event.subjectVersion());
            case "service_user.deleted" ->
                new OfServiceUser(event.tenant(), id, List.of(), "deleted", event.subjectVersion());
            default -> null;
        };
    }

    private static List<String> permissions(JsonNode row) {
        return row.path("permissions")
                .valueStream()
                .map(key -> key.asString(""))
                .toList();
    }
}
