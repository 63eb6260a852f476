/// Sign-in, refresh, sign-out: sessions and their rotating refresh tokens.
@NullMarked
package io.deskwire.auth.session;

import org.jspecify.annotations.NullMarked;
