package io.deskwire.notification.recipient;

import io.deskwire.common.event.Audience;
import io.deskwire.common.identity.Actor;
import io.deskwire.common.identity.UserId;
import io.deskwire.directory.Need;
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
        return actor.equals(Actor.user(new UserId(user)).wire());
    }

    /// @param inOneOf whether the user is in one of these teams
    boolean admit(UUID user, Set<String> permissions, Predicate<List<UUID>> inOneOf) {
        return audiences.stream().allMatch(audience -> Need.admits(audience, user, permissions, inOneOf));
    }

    /// What somebody who is admitted now must have to go on reading it: of each audience what its reader needs,
    /// unless it names the user.
    List<String> needs(UUID user) {
        var needs = new TreeSet<String>();
        for (var audience : audiences) {
            needs.addAll(audience.needs());
            if (!audience.users().contains(user)) {
                Need.of(audience).map(Need::text).ifPresent(needs::add);
            }
        }
        return List.copyOf(needs);
    }
}
