/// What one operation of a running stack costs: processor time of each process, statements, commits, rows, WAL and
/// Kafka requests. Prints figures, asserts nothing.
@NullMarked
package io.deskwire.benchmarks.cost;

import org.jspecify.annotations.NullMarked;
