package io.deskwire.common.event;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import io.deskwire.common.identity.UserId;
import io.deskwire.contracts.access.Permission;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Who of an event's tenant may see it: everybody with the permission, and besides the named users and the members of
/// the named teams; of all of them only those with everything that is needed.
///
/// The same rule as the row's policy, so that no consumer has to ask the database. Additive on the wire: a part of a
/// later version is ignored, and one that is missing asks for nothing.
///
/// @param needs permissions that everybody must have, the named users, too: what a notification tells of may be taken
///     from its reader later
/// @param teams whose members may see it, as long as they are members
@JsonIgnoreProperties(ignoreUnknown = true)
public record Audience(
        @Nullable String permission,
        List<UUID> users,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> needs,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<UUID> teams) {
    /// For internal events: no caller sees them.
    public static final Audience NOBODY = new Audience(null, List.of());

    @SuppressWarnings("ConstantValue") // null where the wire does not name it
    public Audience {
        users = List.copyOf(users);
        needs = needs == null ? List.of() : List.copyOf(needs);
        teams = teams == null ? List.of() : List.copyOf(teams);
    }

    public Audience(@Nullable String permission, List<UUID> users) {
        this(permission, users, List.of(), List.of());
    }

    public Audience(@Nullable String permission, List<UUID> users, List<String> needs) {
        this(permission, users, needs, List.of());
    }

    /// Nulls among the users are skipped.
    public static Audience of(Permission permission, @Nullable UserId... users) {
        return new Audience(
                permission.key(),
                Arrays.stream(users)
                        .filter(Objects::nonNull)
                        .map(UserId::value)
                        .distinct()
                        .toList());
    }

    /// The user alone, and only as long as it has these permissions.
    public static Audience of(UserId user, Collection<String> needs) {
        return new Audience(null, List.of(user.value()), List.copyOf(needs));
    }

    /// @param inOneOf whether the subject is a member of one of these teams; asked only where teams are named and
    ///     nothing else admits the subject
    public boolean admits(UUID subject, Set<String> permissions, Predicate<List<UUID>> inOneOf) {
        return permissions.containsAll(needs)
                && (permission != null && permissions.contains(permission)
                        || users.contains(subject)
                        || !teams.isEmpty() && inOneOf.test(teams));
    }
}
