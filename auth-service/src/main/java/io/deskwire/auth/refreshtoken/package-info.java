/// Refresh tokens: how they are written, and what becomes of one that is presented. Knows no session but by its id.
@NullMarked
package io.deskwire.auth.refreshtoken;

import org.jspecify.annotations.NullMarked;
