/// Wiring that belongs to no feature: the order of the stages at the door, and the one place that turns failures into
/// answers.
@NullMarked
package io.deskwire.gateway.platform;

import org.jspecify.annotations.NullMarked;
