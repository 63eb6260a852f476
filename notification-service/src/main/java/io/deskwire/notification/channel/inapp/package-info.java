/// In-app notifications: who is told of an event, their rows, and the count of the unread.
@NullMarked
package io.deskwire.notification.channel.inapp;

import org.jspecify.annotations.NullMarked;
