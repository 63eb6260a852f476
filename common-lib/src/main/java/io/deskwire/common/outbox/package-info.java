/// Appending events in the transaction of the change, and relaying them to Kafka in commit order.
@NullMarked
package io.deskwire.common.outbox;

import org.jspecify.annotations.NullMarked;
