/// What people have begun to write about tickets, each for themselves.
@NullMarked
package io.deskwire.tickets.draft;

import org.jspecify.annotations.NullMarked;
