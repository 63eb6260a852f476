/// The fields of a ticket: which of them conditions may name.
@NullMarked
package io.deskwire.tickets.ticketfield;

import org.jspecify.annotations.NullMarked;
