/// The fields of a ticket: those a tenant defines for itself, what their values have to be and who sees them, and all
/// that conditions may name.
@NullMarked
package io.deskwire.tickets.ticketfield;

import org.jspecify.annotations.NullMarked;
