/// Tickets: what is asked, how it stands and who works on it. Other rooms change them by a `TicketPatch` and hear of
/// them by `TicketEvent`.
@NullMarked
package io.deskwire.tickets.ticket;

import org.jspecify.annotations.NullMarked;
