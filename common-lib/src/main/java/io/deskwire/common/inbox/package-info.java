/// Idempotent consumption: the guard row and the effect commit together.
@NullMarked
package io.deskwire.common.inbox;

import org.jspecify.annotations.NullMarked;
