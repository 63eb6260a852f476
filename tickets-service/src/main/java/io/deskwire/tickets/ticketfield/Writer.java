package io.deskwire.tickets.ticketfield;

/// Who writes a ticket, as far as its fields care.
public enum Writer {
    /// Sees all tickets and all fields.
    STAFF,
    /// Sees and writes the fields that are open to clients, and is asked for no others.
    CLIENT,
    /// A trigger, a letter, a split or a sweep: knows all fields and has nobody to ask for one that is missing.
    SYSTEM
}
