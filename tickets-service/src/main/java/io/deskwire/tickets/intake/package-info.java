/// How other systems bring tickets in: many at once, or by the id they have there.
@NullMarked
package io.deskwire.tickets.intake;

import org.jspecify.annotations.NullMarked;
