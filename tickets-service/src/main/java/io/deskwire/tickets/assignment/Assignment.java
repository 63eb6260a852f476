package io.deskwire.tickets.assignment;

import io.deskwire.common.identity.UserId;
import io.deskwire.common.patch.Patch;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/// To whom a ticket is to be given: exactly one of three.
sealed interface Assignment {
    /// @param user null to give it to nobody
    record ToUser(@Nullable UserId user) implements Assignment {}

    /// To the team as a whole; whoever had it before has it no longer, and the team may choose by turn.
    record ToTeam(UUID team) implements Assignment {}

    /// To the member of its team who is next.
    record ByTurn() implements Assignment {}

    /// The one strategy that a request can name.
    enum Strategy {
        AUTO
    }

    static Assignment of(ObjectNode body) {
        var named = new Patch(body, Set.of("assignee_id", "team_id", "strategy"));
        var user = named.optionalId("assignee_id", UserId::new, (UserId) null);
        var team = named.<UUID>optionalId("team_id", id -> id, null);
        var strategy = named.optionalOneOf("strategy", Strategy.class);
        named.check().require(body.size() == 1, "assignee_id", "exactly one of assignee_id, team_id and strategy is expected");
        named.check().require(!named.names("team_id") || team != null, "team_id", "a team is expected");
        named.done();
        if (strategy != null) {
            return new ByTurn();
        }
        return team == null ? new ToUser(user) : new ToTeam(team);
    }
}
