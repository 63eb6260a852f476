package io.deskwire.common.event;

import io.deskwire.common.identity.Permission;
import io.deskwire.common.identity.UserId;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Who of an event's tenant may see it: everybody with the permission, and the named users besides.
///
/// The same rule as the row's policy, so that no consumer has to ask the database.
public record Audience(@Nullable String permission, List<UUID> users) {
    /// For internal events: no caller sees them.
    public static final Audience NOBODY = new Audience(null, List.of());

    public Audience {
        users = List.copyOf(users);
    }

    /// Nulls among the users are left out.
    public static Audience of(Permission permission, @Nullable UserId... users) {
        return new Audience(
                permission.key(),
                Arrays.stream(users)
                        .filter(Objects::nonNull)
                        .map(UserId::value)
                        .distinct()
                        .toList());
    }

    public static Audience of(UserId user) {
        return new Audience(null, List.of(user.value()));
    }

    public boolean admits(UUID subject, Set<String> permissions) {
        return permission != null && permissions.contains(permission) || users.contains(subject);
    }
}
