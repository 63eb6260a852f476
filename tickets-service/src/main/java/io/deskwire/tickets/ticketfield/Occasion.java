package io.deskwire.tickets.ticketfield;

/// When a field has to have a value.
enum Occasion {
    /// The ticket is made.
    CREATE,
    /// The ticket is solved or closed.
    SOLVE
}
