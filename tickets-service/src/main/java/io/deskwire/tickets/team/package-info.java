/// Teams: who of a tenant's people works on what together, how much each takes, and whose turn it is.
@NullMarked
package io.deskwire.tickets.team;

import org.jspecify.annotations.NullMarked;
