/// Lists of tickets: filters, words, order, and until when a reading is complete. The search over tickets, comments,
/// contacts and organizations.
@NullMarked
package io.deskwire.tickets.search;

import org.jspecify.annotations.NullMarked;
