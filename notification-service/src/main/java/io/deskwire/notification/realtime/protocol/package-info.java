/// What is said over the socket: frames of the Phoenix protocol and their forms on the wire.
@NullMarked
package io.deskwire.notification.realtime.protocol;

import org.jspecify.annotations.NullMarked;
