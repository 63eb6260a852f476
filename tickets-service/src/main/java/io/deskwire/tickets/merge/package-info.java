/// Tickets about the same thing become one, and two again where that was a mistake.
@NullMarked
package io.deskwire.tickets.merge;

import org.jspecify.annotations.NullMarked;
