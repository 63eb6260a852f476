/// Secrets that are made here and given away: nothing in them can be guessed.
@NullMarked
package io.deskwire.common.secret;

import org.jspecify.annotations.NullMarked;
