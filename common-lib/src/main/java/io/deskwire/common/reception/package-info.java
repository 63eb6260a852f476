/// The one way from Kafka to an effect: a service declares an [io.deskwire.common.reception.EventEffect] as a bean, and
/// here is what all of them share: containers, guard rows, retries, dead letters, metrics.
@NullMarked
package io.deskwire.common.reception;

import org.jspecify.annotations.NullMarked;
