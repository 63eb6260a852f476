/// `postgres_changes`: what an event means to the rows of a public table, and which changes a client asks for.
@NullMarked
package io.deskwire.notification.realtime.change;

import org.jspecify.annotations.NullMarked;
