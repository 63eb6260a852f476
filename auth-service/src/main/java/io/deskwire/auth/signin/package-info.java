/// GoTrue's `/token` and `/logout`: sessions opened for a password or a code, refreshed and ended.
@NullMarked
package io.deskwire.auth.signin;

import org.jspecify.annotations.NullMarked;
