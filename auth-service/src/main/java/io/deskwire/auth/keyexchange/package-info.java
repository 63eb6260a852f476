/// The swap of an API key, or of the secret key, for an access token, and when keys were last used.
@NullMarked
package io.deskwire.auth.keyexchange;

import org.jspecify.annotations.NullMarked;
