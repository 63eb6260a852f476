/// What speaks to a running stack as its clients do.
@NullMarked
package io.deskwire.benchmarks.client;

import org.jspecify.annotations.NullMarked;
