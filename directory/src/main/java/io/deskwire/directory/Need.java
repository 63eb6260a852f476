package io.deskwire.directory;

import io.deskwire.common.event.Audience;
import io.deskwire.common.id.Uuid7;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Stream;

/// One need of an [Audience]: what its reader must have at the time of looking. Mostly a permission; where a team
/// is told besides, one of several things, `tickets.read|<id of a team>|…`. Readers that know permissions alone
/// find such a need fulfilled by nobody. The same rule in SQL: the policy of `notifications`.
///
/// @param teams being in one of them fulfils it, too
public record Need(List<String> permissions, List<UUID> teams) {
    private static final String OR = "|";

    public Need {
        permissions = List.copyOf(permissions);
        teams = List.copyOf(teams);
    }

    /// As it stands among the needs.
    static Need of(String text) {
        var alternatives = List.of(text.split("\\|"));
        return new Need(
                alternatives.stream()
                        .filter(each -> Uuid7.parse(each).isEmpty())
                        .toList(),
                alternatives.stream().flatMap(each -> Uuid7.parse(each).stream()).toList());
    }

    /// What a reader needs that the audience does not name; empty where it admits only those that it names.
    public static Optional<Need> of(Audience audience) {
        var need = new Need(Stream.ofNullable(audience.permission()).toList(), audience.teams());
        return need.permissions().isEmpty() && need.teams().isEmpty() ? Optional.empty() : Optional.of(need);
    }

    public String text() {
        return String.join(
                OR,
                Stream.concat(permissions.stream(), teams.stream().map(UUID::toString).sorted())
                        .toList());
    }

    /// [Audience#admits], with needs that a team fulfils.
    ///
    /// @param inOneOf whether the subject is a member of one of these teams; see [#askedOf]
    public static boolean admits(
            Audience audience, UUID subject, Set<String> permissions, Predicate<List<UUID>> inOneOf) {
        if (permissions.containsAll(audience.needs())) {
            return audience.admits(subject, permissions, inOneOf);
        }
        return audience.needs().stream().allMatch(need -> of(need).isFulfilled(permissions, inOneOf))
                && new Audience(audience.permission(), audience.users(), List.of(), audience.teams())
                        .admits(subject, permissions, inOneOf);
    }

    /// The combinations of teams that [#admits] may ask for.
    public static Stream<List<UUID>> askedOf(Audience audience) {
        return Stream.concat(
                        Stream.of(audience.teams()),
                        audience.needs().stream().map(need -> of(need).teams()))
                .filter(teams -> !teams.isEmpty());
    }

    private boolean isFulfilled(Set<String> held, Predicate<List<UUID>> inOneOf) {
        return permissions.stream().anyMatch(held::contains) || !teams.isEmpty() && inOneOf.test(teams);
    }
}
