package io.deskwire.tickets.ticket;

/// What belongs to a ticket and lives in another feature.
public interface TicketCompanion {
    /// Called in the transaction that deletes the ticket, before it is gone: tell of what goes with it.
    void removedWith(Ticket ticket);
}
