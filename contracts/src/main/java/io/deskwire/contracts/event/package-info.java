/// The event types and the topics they travel on. A new event is a constant here and a sample in `contracts/events`.
@NullMarked
package io.deskwire.contracts.event;

import org.jspecify.annotations.NullMarked;
