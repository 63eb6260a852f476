/// Secrets that are mailed and good for one use: a link's text and the six digits beside it.
@NullMarked
package io.deskwire.auth.onetime;

import org.jspecify.annotations.NullMarked;
