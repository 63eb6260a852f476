package io.deskwire.tickets.team;

import io.deskwire.common.identity.Caller;
import io.deskwire.common.identity.UserId;
import io.deskwire.common.page.PageRequest;
import io.deskwire.common.page.Revision;
import io.deskwire.directory.Assignees;
import io.deskwire.tickets.platform.CompletePage;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.node.ObjectNode;

@RestController
@RequestMapping("/api/v1/teams")
class TeamController {
    private final TeamService teams;
    private final Assignees assignees;

    TeamController(TeamService teams, Assignees assignees) {
        this.teams = teams;
        this.assignees = assignees;
    }

    @PostMapping
    ResponseEntity<Team> create(Caller caller, @RequestBody ObjectNode body) {
        var made = teams.create(caller, TeamPatch.ofNew(body));
        return Revision.created("/api/v1/teams/" + made.id(), made, made.version());
    }

    @GetMapping
    CompletePage<Team> list(
            Caller caller,
            @RequestParam(name = "updated_since", required = false) @Nullable String updatedSince,
            PageRequest page) {
        return teams.list(caller, CompletePage.updatedSince(updatedSince), page);
    }

    @GetMapping("/{id}")
    ResponseEntity<Team> get(Caller caller, @PathVariable UUID id) {
        return answer(teams.get(caller, new TeamId(id)));
    }

    @PatchMapping("/{id}")
    ResponseEntity<Team> update(
            Caller caller, @PathVariable UUID id, @RequestBody ObjectNode body, @Nullable Revision ifMatch) {
        return answer(teams.update(caller, new TeamId(id), TeamPatch.of(body), ifMatch));
    }

    @DeleteMapping("/{id}")
    ResponseEntity<Void> delete(Caller caller, @PathVariable UUID id, @Nullable Revision ifMatch) {
        teams.delete(caller, new TeamId(id), ifMatch);
        return ResponseEntity.noContent().build();
    }

    @PutMapping("/{id}/members/{userId}")
    ResponseEntity<Team> putMember(
            Caller caller,
            @PathVariable UUID id,
            @PathVariable UUID userId,
            @RequestBody(required = false) @Nullable ObjectNode body) {
        var patch = TeamPatch.OfMember.of(body);
        return answer(assignees.awaiting(() -> teams.putMember(caller, new TeamId(id), new UserId(userId), patch)));
    }

    @DeleteMapping("/{id}/members/{userId}")
    ResponseEntity<Void> removeMember(Caller caller, @PathVariable UUID id, @PathVariable UUID userId) {
        teams.removeMember(caller, new TeamId(id), new UserId(userId));
        return ResponseEntity.noContent().build();
    }

    private static ResponseEntity<Team> answer(Team team) {
        return Revision.ok(team, team.version());
    }
}
