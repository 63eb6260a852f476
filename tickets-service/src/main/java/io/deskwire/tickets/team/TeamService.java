package io.deskwire.tickets.team;

import io.deskwire.common.aggregate.Stamp;
import io.deskwire.common.id.Uuid7;
import io.deskwire.common.identity.Actor;
import io.deskwire.common.identity.Caller;
import io.deskwire.common.identity.TenantId;
import io.deskwire.common.identity.UserId;
import io.deskwire.common.outbox.DomainEvent;
import io.deskwire.common.outbox.Outbox;
import io.deskwire.common.page.Cursor;
import io.deskwire.common.page.PageRequest;
import io.deskwire.common.page.Revision;
import io.deskwire.common.problem.Problem.Conflict;
import io.deskwire.common.problem.Problem.NotFound;
import io.deskwire.contracts.access.Permission;
import io.deskwire.contracts.event.EventType;
import io.deskwire.directory.Assignees;
import io.deskwire.tickets.leaver.PersonLeft;
import io.deskwire.tickets.platform.CompletePage;
import io.deskwire.tickets.platform.Completeness;
import io.deskwire.tickets.team.Team.Details;
import io.deskwire.tickets.team.Team.Member;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.context.event.EventListener;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/// The door to teams. Those who manage members manage them; a member says for itself whether it is available.
@Service
public class TeamService {
    private final TeamRepository teams;
    private final Assignees assignees;
    private final Completeness completeness;
    private final Outbox outbox;
    private final Clock clock;

    TeamService(TeamRepository teams, Assignees assignees, Completeness completeness, Outbox outbox, Clock clock) {
        this.teams = teams;
        this.assignees = assignees;
        this.completeness = completeness;
        this.outbox = outbox;
        this.clock = clock;
    }

    @Transactional
    Team create(Caller caller, TeamPatch patch) {
        requireToManage(caller);
        var details = patch.applied(Details.blank());
        var tenant = caller.requireTenant();
        var made = teams.insert(new Team(
                        new TeamId(Uuid7.next()),
                        tenant,
                        details,
                        List.of(),
                        Stamp.first(caller.actor(), clock.instant())))
                .orElseThrow(() ->
                        nameTaken(details, teams.findId(tenant, details.name()).orElse(null)));
        outbox.created(caller.actor(), EventType.TEAM_CREATED, made);
        return made;
    }

    /// Newest first.
    @Transactional(readOnly = true)
    CompletePage<Team> list(Caller caller, @Nullable Instant updatedSince, PageRequest page) {
        caller.require(Permission.TICKETS_READ);
        var after = page.after(2);
        var completeUntil = completeness.until(after == null ? null : after.instant(1));
        return CompletePage.of(
                page.page(
                        teams.page(caller.requireTenant(), updatedSince, page),
                        team -> Cursor.of(team.id(), completeUntil)),
                completeUntil);
    }

    @Transactional(readOnly = true)
    Team get(Caller caller, TeamId id) {
        caller.require(Permission.TICKETS_READ);
        return teams.find(caller.requireTenant(), id).orElseThrow(() -> notFound(id));
    }

    /// @param ifMatch the version the caller saw; null to change whatever is there
    @Transactional
    Team update(Caller caller, TeamId id, TeamPatch patch, @Nullable Revision ifMatch) {
        requireToManage(caller);
        var before = toChange(caller.requireTenant(), id);
        Revision.check(ifMatch, before.version(), version -> outbox.changedSince(id.value(), version));
        var details = patch.applied(before.details());
        return details.equals(before.details())
                ? before
                : changed(caller.actor(), before, before.next(details, caller.actor(), clock.instant()));
    }

    /// The event is one version on and carries the last image.
    ///
    /// @param ifMatch the version the caller saw; null to delete whatever is there
    @Transactional
    void delete(Caller caller, TeamId id, @Nullable Revision ifMatch) {
        requireToManage(caller);
        var team = teams.findToRemove(caller.requireTenant(), id).orElseThrow(() -> notFound(id));
        Revision.check(ifMatch, team.version(), version -> outbox.changedSince(id.value(), version));
        if (teams.hasWork(team)) {
            throw new Conflict(
                    "team-in-use",
                    "the team has tickets that are neither solved nor closed; give them to another team first");
        }
        if (!teams.delete(team)) {
            throw notFound(id);
        }
        outbox.append(caller.actor(), team.tenantId(), List.of(DomainEvent.removed(EventType.TEAM_DELETED, team)));
    }

    /// Lets somebody join, or changes how much a member takes.
    @Transactional
    Team putMember(Caller caller, TeamId id, UserId user, TeamPatch.OfMember patch) {
        caller.require(Permission.TICKETS_READ);
        var own = user.equals(caller.subject()) && patch.isOfAvailabilityOnly() && caller.may(Permission.TICKETS_WRITE);
        if (!own) {
            caller.require(Permission.MEMBERS_MANAGE);
        }
        var before = toChange(caller.requireTenant(), id);
        var known = before.member(user);
        if (known.isEmpty()) {
            caller.require(Permission.MEMBERS_MANAGE);
            assignees.check("user_id", before.tenantId().value(), user.value());
            requireRoom(before);
        }
        var member = patch.applied(known.orElseGet(() -> Member.joining(user)));
        return known.filter(member::equals).isPresent()
                ? before
                : changed(caller.actor(), before, before.with(member, caller.actor(), clock.instant()));
    }

    @Transactional
    void removeMember(Caller caller, TeamId id, UserId user) {
        requireToManage(caller);
        var before = toChange(caller.requireTenant(), id);
        if (before.member(user).isEmpty()) {
            throw new NotFound("team member", user);
        }
        changed(caller.actor(), before, before.without(user, caller.actor(), clock.instant()));
    }

    @EventListener
    @Transactional(propagation = Propagation.MANDATORY)
    void on(PersonLeft left) {
        var actor = Actor.system("member-left");
        for (var team : teams.ofToChange(left.tenant(), left.user())) {
            changed(actor, team, team.without(left.user(), actor, clock.instant()));
        }
    }

    private Team changed(Actor actor, Team before, Team wanted) {
        var after = stored(wanted);
        outbox.changed(actor, EventType.TEAM_UPDATED, before, after);
        return after;
    }

    private Team stored(Team wanted) {
        try {
            return teams.update(wanted).orElseThrow(() -> Conflict.changedMeanwhile("team"));
        } catch (DuplicateKeyException _) {
            throw nameTaken(wanted.details(), null);
        }
    }

    private Team toChange(TenantId tenant, TeamId id) {
        return teams.findToChange(tenant, id).orElseThrow(() -> notFound(id));
    }

    private static void requireRoom(Team team) {
        if (team.members().size() >= Team.MAX_MEMBERS) {
            throw new Conflict(
                    "team-full", "a team has at most %d members; remove one first".formatted(Team.MAX_MEMBERS));
        }
    }

    private static void requireToManage(Caller caller) {
        caller.require(Permission.TICKETS_READ);
        caller.require(Permission.MEMBERS_MANAGE);
    }

    /// @param existing the one that has it; null where the database itself refused, after which it tells nothing
    private static Conflict nameTaken(Details details, @Nullable TeamId existing) {
        return new Conflict(
                "name-taken",
                "a team called '%s' exists already; change that one, or use another name".formatted(details.name()),
                existing == null ? Map.of() : Map.of("existing_id", existing));
    }

    private static NotFound notFound(TeamId id) {
        return new NotFound("team", id);
    }
}
