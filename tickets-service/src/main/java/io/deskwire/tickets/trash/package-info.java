/// Deleted tickets: for a while they can be restored, then they are purged.
@NullMarked
package io.deskwire.tickets.trash;

import org.jspecify.annotations.NullMarked;
