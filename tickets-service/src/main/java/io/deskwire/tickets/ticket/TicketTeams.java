package io.deskwire.tickets.ticket;

import io.deskwire.common.identity.TenantId;
import io.deskwire.common.identity.UserId;
import io.deskwire.common.problem.Problem.Malformed;
import java.util.Optional;
import java.util.UUID;

/// What tickets ask of teams, which stand a storey above them. Asked in the transaction of the change.
public interface TicketTeams {
    /// A ticket comes to the team, which then stays at least until the transaction ends.
    ///
    /// @param unassigned whether the team may choose who works on it
    /// @return the member it chooses; empty where it leaves that to people, or nobody can be chosen
    /// @throws Malformed where the tenant has no such team
    Optional<UserId> take(TenantId tenant, UUID team, boolean unassigned);
}
