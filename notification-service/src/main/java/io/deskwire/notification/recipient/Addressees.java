package io.deskwire.notification.recipient;

import io.deskwire.common.event.Audience;
import io.deskwire.notification.preference.NotificationKind;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Predicate;

/// Whom a rule means, and who of them may be told: members of these roles and these members, as far as every audience
/// of what is told admits them. Nobody is told of what it did itself.
///
/// @param audiences of the event, and of each row besides that the text quotes
/// @param actor who caused the event, as events name it
public record Addressees(
        UUID tenant,
        NotificationKind kind,
        Set<String> roles,
        Set<UUID> users,
        List<Audience> audiences,
        String actor) {

    public Addressees {
        roles = Set.copyOf(roles);
        users = Set.copyOf(users);
        audiences = List.copyOf(audiences);
        if (audiences.isEmpty()) {
            throw new IllegalArgumentException("audiences: [] (expected: the event's at least)");
        }
    }

    boolean isActor(UUID user) {
        return actor.equals("user:" + user);
    }

    /// @param inOneOf whether the user is in one of these teams
    boolean admit(UUID user, Set<String> permissions, Predicate<List<UUID>> inOneOf) {
        return audiences.stream().allMatch(audience -> audience.admits(user, permissions, inOneOf));
    }

    /// The permissions without which somebody who is admitted now may not read it any more. Somebody whom an audience
    /// names, or whose team it names, needs none for it.
    List<String> needs(UUID user, Predicate<List<UUID>> inOneOf) {
        var needs = new TreeSet<String>();
        for (var audience : audiences) {
            needs.addAll(audience.needs());
            if (audience.permission() != null && !audience.admits(user, Set.copyOf(audience.needs()), inOneOf)) {
                needs.add(audience.permission());
            }
        }
        return List.copyOf(needs);
    }
}
