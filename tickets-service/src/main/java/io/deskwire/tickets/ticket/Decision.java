package io.deskwire.tickets.ticket;

import io.deskwire.common.problem.Problem.FieldError;
import java.util.List;

/// What a ticket says to a wanted change.
sealed interface Decision {
    record Changed(Ticket after) implements Decision {}

    /// It is so already.
    record Unchanged() implements Decision {}

    /// The present state forbids it.
    record Impossible(String code, String message) implements Decision {}

    /// Fields that, merged with what the ticket has, would be larger than a ticket may be.
    record Misfit(List<FieldError> errors) implements Decision {}

    /// Somebody else might, the requester may not.
    record NotForRequester(String message) implements Decision {}
}
