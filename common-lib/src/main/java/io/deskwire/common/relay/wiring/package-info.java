/// The relay as part of a service: its life, health and metrics.
@NullMarked
package io.deskwire.common.relay.wiring;

import org.jspecify.annotations.NullMarked;
