/// Lists of tickets: filters, words, order, and until when a reading is complete.
@NullMarked
package io.deskwire.tickets.search;

import org.jspecify.annotations.NullMarked;
