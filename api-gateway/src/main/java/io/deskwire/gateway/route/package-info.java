/// The address table, and the way of a request to its service and of the answer back: what each side gets to see of
/// the other, how large and how slow they may be, and which browsers may read.
@NullMarked
package io.deskwire.gateway.route;

import org.jspecify.annotations.NullMarked;
