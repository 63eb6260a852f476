/// A tenant's events in order: live from Kafka's tail, earlier ones from the history projection, one cursor over both.
@NullMarked
package io.deskwire.notification.feed;

import org.jspecify.annotations.NullMarked;
