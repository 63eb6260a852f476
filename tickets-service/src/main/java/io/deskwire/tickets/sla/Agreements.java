package io.deskwire.tickets.sla;

import io.deskwire.condition.Condition;
import io.deskwire.condition.ConditionContext;
import io.deskwire.tickets.calendar.BusinessHours;
import io.deskwire.tickets.sla.SlaPolicy.Targets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/// What a tenant promises at present: its policies with the hours that they go by.
///
/// @param revision counts the changes of it; 0 where the tenant never had a policy
record Agreements(long revision, List<Agreement> inOrder) {
    static final Agreements NONE = new Agreements(0, List.of());

    Agreements {
        inOrder = List.copyOf(inOrder);
    }

    record Agreement(SlaPolicyId policy, Condition<JsonNode> condition, Targets targets, BusinessHours hours) {}

    /// The first that matches. For the system, so `me` is nobody.
    ///
    /// @param ticket its public image
    Optional<Agreement> holding(JsonNode ticket, Instant now) {
        var context = new ConditionContext(now, null, Set.of());
        return inOrder.stream()
                .filter(agreement -> agreement.condition().holds(ticket, context))
                .findFirst();
    }
}
