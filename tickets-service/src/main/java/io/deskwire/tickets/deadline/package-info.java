/// Deadlines: until when somebody has to answer a ticket and to solve it, reckoned from what is promised, what counts
/// as time and what happened. Values alone; which promise holds for a ticket is the room `sla`'s.
@NullMarked
package io.deskwire.tickets.deadline;

import org.jspecify.annotations.NullMarked;
