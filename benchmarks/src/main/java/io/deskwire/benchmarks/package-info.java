/// Load and latency of a running stack, measured through its public port. Prints figures, asserts nothing.
@NullMarked
package io.deskwire.benchmarks;

import org.jspecify.annotations.NullMarked;
