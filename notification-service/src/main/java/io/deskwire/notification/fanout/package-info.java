/// From Kafka to effects: one record, one transaction, with the guard row that makes a redelivery harmless.
@NullMarked
package io.deskwire.notification.fanout;

import org.jspecify.annotations.NullMarked;
