/// Channels: who may join which, what reaches those who have joined, and the connections they are joined on.
@NullMarked
package io.deskwire.notification.realtime.channel;

import org.jspecify.annotations.NullMarked;
