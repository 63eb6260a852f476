/// Each request gets its caller here, or is refused.
@NullMarked
package io.deskwire.common.identity.entry;

import org.jspecify.annotations.NullMarked;
