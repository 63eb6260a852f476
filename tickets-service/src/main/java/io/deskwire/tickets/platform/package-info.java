/// What the features' requests and statements are written with.
@NullMarked
package io.deskwire.tickets.platform;

import org.jspecify.annotations.NullMarked;
