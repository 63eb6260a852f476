/// People who are told of a ticket although they do not work on it.
@NullMarked
package io.deskwire.tickets.follower;

import org.jspecify.annotations.NullMarked;
