/// Tickets: what is asked, how it stands, who works on it, and who changed what when.
@NullMarked
package io.deskwire.tickets.ticket;

import org.jspecify.annotations.NullMarked;
