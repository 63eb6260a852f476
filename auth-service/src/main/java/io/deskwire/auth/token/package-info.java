/// The one place that builds an access token.
@NullMarked
package io.deskwire.auth.token;

import org.jspecify.annotations.NullMarked;
