/// The least that a write could cost: a service of the same libraries that does nothing but answer one request by one
/// transaction of two statements, a row and an event.
@NullMarked
package io.deskwire.benchmarks.floor;

import org.jspecify.annotations.NullMarked;
