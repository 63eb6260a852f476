/// Wiring that belongs to no feature.
@NullMarked
package io.deskwire.automation.platform;

import org.jspecify.annotations.NullMarked;
