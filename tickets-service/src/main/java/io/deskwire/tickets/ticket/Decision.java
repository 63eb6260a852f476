package io.deskwire.tickets.ticket;

/// What a ticket says to a wanted change.
sealed interface Decision {
    record Changed(Ticket after) implements Decision {}

    /// It is so already.
    record Unchanged() implements Decision {}

    /// The present state forbids it.
    record Impossible(String code, String message) implements Decision {}

    /// Somebody else might, whoever asked for the ticket may not.
    record NotForRequester(String message) implements Decision {}
}
