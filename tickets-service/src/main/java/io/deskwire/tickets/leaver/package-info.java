/// People who leave a tenant, as the rooms hear of it that keep something of theirs.
@NullMarked
package io.deskwire.tickets.leaver;

import org.jspecify.annotations.NullMarked;
