/// What the installation says of itself: whether every service is ready, and which version it is.
@NullMarked
package io.deskwire.gateway.health;

import org.jspecify.annotations.NullMarked;
