/// The live events of this node: read from every partition, kept for a while in memory, handed to its readers.
/// Knows nobody: neither the history nor who listens.
@NullMarked
package io.deskwire.notification.tail;

import org.jspecify.annotations.NullMarked;
