/// From the write-ahead log to Kafka, in commit order and at least once.
@NullMarked
package io.deskwire.common.relay;

import org.jspecify.annotations.NullMarked;
