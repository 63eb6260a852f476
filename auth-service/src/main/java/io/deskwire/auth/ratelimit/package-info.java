/// Rate limits of signing in, as GoTrue documents them, beside the gateway's general ones.
@NullMarked
package io.deskwire.auth.ratelimit;

import org.jspecify.annotations.NullMarked;
