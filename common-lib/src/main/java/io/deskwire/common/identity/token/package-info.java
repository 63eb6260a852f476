/// Verifies access tokens, offline, by published and legacy keys.
@NullMarked
package io.deskwire.common.identity.token;

import org.jspecify.annotations.NullMarked;
