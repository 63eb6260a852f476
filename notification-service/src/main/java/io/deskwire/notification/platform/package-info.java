/// Wiring that belongs to no feature.
@NullMarked
package io.deskwire.notification.platform;

import org.jspecify.annotations.NullMarked;
