/// The address table: which service answers a path, what is asked of its credentials, and in which shape its clients
/// read errors.
@NullMarked
package io.deskwire.gateway.address;

import org.jspecify.annotations.NullMarked;
