/// A request as the public port takes it in: the stages it passes, where it came from, which browsers may read its
/// answer, and the event loop that writes it.
@NullMarked
package io.deskwire.gateway.edge;

import org.jspecify.annotations.NullMarked;
