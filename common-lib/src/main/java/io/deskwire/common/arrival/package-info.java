/// Waiting for what another service knows already and this one has yet to hear of.
@NullMarked
package io.deskwire.common.arrival;

import org.jspecify.annotations.NullMarked;
