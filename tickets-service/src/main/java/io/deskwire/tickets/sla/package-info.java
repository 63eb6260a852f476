/// Service levels: what a tenant promises for its tickets, which of it holds for one, and who is told when it is not
/// kept. Gives tickets their deadlines as `LiveTickets.Clocks`.
@NullMarked
package io.deskwire.tickets.sla;

import org.jspecify.annotations.NullMarked;
