/// Who changed what of a ticket when; written by what it hears of tickets.
@NullMarked
package io.deskwire.tickets.history;

import org.jspecify.annotations.NullMarked;
