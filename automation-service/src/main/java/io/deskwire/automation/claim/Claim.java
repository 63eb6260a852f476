package io.deskwire.automation.claim;

import io.deskwire.common.identity.TenantId;
import io.deskwire.common.identity.UserId;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/// What an agent claims.
///
/// @param id the agent's own, the same in every repeat; `request` is each repeat's own
record Claim(TenantId tenant, UserId agent, UUID id, UUID request, Set<String> types, int max) {

    /// What a request asks for.
    ///
    /// @param types those it wants; empty for all it may execute
    record Wish(UUID claimId, Set<String> types, int max, Duration patience) {
        /// @param executes what the agent may execute
        Claim claim(TenantId tenant, UserId agent, UUID request, Set<String> executes) {
            return new Claim(tenant, agent, claimId, request, types.isEmpty() ? executes : types, max);
        }
    }

    /// @param fresh of the jobs those that nobody has heard of before
    /// @param nextLook where nothing was due: when to look again at the latest
    record Answer(List<LeasedJob> jobs, List<LeasedJob> fresh, Optional<Duration> nextLook) {
        static final Answer NOTHING = new Answer(List.of(), List.of(), Optional.empty());
    }
}
