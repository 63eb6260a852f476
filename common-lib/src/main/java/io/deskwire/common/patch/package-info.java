/// Partial updates: which fields a PATCH names, and what it makes of the rest.
@NullMarked
package io.deskwire.common.patch;

import org.jspecify.annotations.NullMarked;
