/// Part of a conversation becomes a ticket of its own.
@NullMarked
package io.deskwire.tickets.split;

import org.jspecify.annotations.NullMarked;
