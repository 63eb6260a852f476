/// What a running stack has used so far: processor time, statements, commits, rows, WAL, Kafka requests.
@NullMarked
package io.deskwire.benchmarks.counter;

import org.jspecify.annotations.NullMarked;
