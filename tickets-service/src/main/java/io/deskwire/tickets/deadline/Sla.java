package io.deskwire.tickets.deadline;

import java.util.Objects;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What is promised for a ticket by the policy that holds for it. A clock is null where nothing of its kind is
/// promised, or nobody waits for it yet.
///
/// @param firstResponse from the creation to the team's first public reply
/// @param nextResponse from a customer's reply, the first that nobody has answered, to the team's next public one
/// @param resolution from the creation until it is solved
public record Sla(
        UUID policyId,
        @Nullable SlaClock firstResponse,
        @Nullable SlaClock nextResponse,
        @Nullable SlaClock resolution) {

    Stream<SlaClock> clocks() {
        return Stream.of(firstResponse, nextResponse, resolution).filter(Objects::nonNull);
    }
}
