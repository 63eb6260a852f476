/// Webhooks: endpoints, the queue of their deliveries in PostgreSQL, and the calls out, guarded against reaching
/// inside.
@NullMarked
package io.deskwire.notification.webhook;

import org.jspecify.annotations.NullMarked;
