/// Identifiers: UUIDv7 everywhere, so that keys sort by time and indexes stay warm.
@NullMarked
package io.deskwire.common.id;

import org.jspecify.annotations.NullMarked;
