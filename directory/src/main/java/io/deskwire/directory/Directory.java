package io.deskwire.directory;

import io.deskwire.common.event.Audience;
import io.deskwire.common.event.CloudEvent;
import io.deskwire.common.inbox.Inbox;
import io.deskwire.common.tenancy.SystemAccess;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.UUID;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/// The door to who is who in a tenant, as far as events have told. It lags a moment behind them: what it does not know
/// may be on its way ([Assignees]), and only what it knows counts.
///
/// Answers inside a caller's transaction, where it sees that caller's tenant alone, and behind the system door, where
/// it sees all. Without a transaction [#inTeams] opens its own; the others refuse.
public class Directory {
    /// The group of the directory's own effect where nobody follows it, and of effects that have joined it there.
    public static final String GROUP = "people";

    private final DirectoryRepository repository;
    private final PeopleEffect effect;
    private final Inbox inbox;
    private final SystemAccess system;

    Directory(DirectoryRepository repository, PeopleEffect effect, Inbox inbox, SystemAccess system) {
        this.repository = repository;
        this.effect = effect;
        this.inbox = inbox;
        this.system = system;
    }

    /// Somebody in a tenant: a member or a service user.
    public record Bearer(UUID tenant, UUID user) {}

    /// What these may do at present; somebody who is not in it has not been heard of. One query, none for nobody.
    @Transactional(propagation = Propagation.MANDATORY)
    public Map<Bearer, Standing> standings(Collection<Bearer> bearers) {
        return bearers.isEmpty() ? Map.of() : repository.standings(bearers);
    }

    /// The present members of a tenant that have one of these roles or are among these users, in the order in
    /// which the database sorts their ids. No service users. One query.
    @Transactional(propagation = Propagation.MANDATORY)
    public SequencedMap<UUID, Standing> members(UUID tenant, Collection<String> roles, Collection<UUID> users) {
        return repository.members(tenant, roles, users);
    }

    /// Who is in one of the teams; nobody that is known to have left the tenant or to be suspended. One query for
    /// each combination of teams in a transaction.
    @Transactional(readOnly = true)
    public Set<UUID> inTeams(UUID tenant, Collection<UUID> teams) {
        return teams.isEmpty() ? Set.of() : TeamMemo.once(tenant, teams, () -> repository.inTeams(tenant, teams));
    }

    /// The teams somebody is in; none for somebody who is known to have left the tenant or to be suspended.
    @Transactional(propagation = Propagation.MANDATORY)
    public Set<UUID> teams(UUID tenant, UUID user) {
        return repository.teams(tenant, user);
    }

    /// Whether the user is in one of the teams, as [#inTeams].
    @Transactional(propagation = Propagation.MANDATORY)
    public boolean isInOneOf(UUID tenant, UUID user, Collection<UUID> teams) {
        return inTeams(tenant, teams).contains(user);
    }

    /// Whether the audience admits somebody with these permissions, by [Need#admits] and the teams that the bearer is
    /// in at present. Asks for teams only where nothing else decides.
    @Transactional(propagation = Propagation.MANDATORY)
    public boolean admits(Bearer bearer, Set<String> permissions, Audience audience) {
        return Need.admits(
                audience, bearer.user(), permissions, teams -> isInOneOf(bearer.tenant(), bearer.user(), teams));
    }

    /// Takes in at once what the event tells of a team, unless that is done; other events are skipped. For readers
    /// of the topics that are no [DirectoryFollower], so that they know a team when they meet an event that names
    /// it. A transaction of its own behind the system door.
    public void hearOfTeam(CloudEvent event) {
        if (event.type().startsWith("team.")) {
            system.run(effect.consumer(), () -> {
                if (inbox.firstTime(effect.consumer(), event.id())) {
                    effect.accept(event);
                }
            });
        }
    }

    /// Whether events of the type may change what somebody may do or see.
    public static boolean tellsOfPeople(String type) {
        return type.startsWith("member.")
                || type.startsWith("role.")
                || type.startsWith("department_role.")
                || type.startsWith("service_user.")
                || type.startsWith("team.");
    }

    /// Who leaves with the event, or is suspended.
    public static Optional<Bearer> leaver(CloudEvent event) {
        var user = switch (event.type()) {
            case "member.deleted" -> event.rowId("user_id");
            case "service_user.deleted" -> event.rowId("id");
            case "service_user.updated" ->
                "suspended".equals(event.row().path("status").asString(""))
                        ? event.rowId("id")
                        : Optional.<UUID>empty();
            default -> Optional.<UUID>empty();
        };
        return user.map(gone -> new Bearer(event.tenant(), gone));
    }
}
