/// Deliveries: each event on its way to each endpoint, queued with the event, sent outside any transaction.
@NullMarked
package io.deskwire.notification.webhook.delivery;

import org.jspecify.annotations.NullMarked;
