/// API keys: format, hash, scopes, expiry, revocation, and the swap of a key for an access token.
@NullMarked
package io.deskwire.auth.apikey;

import org.jspecify.annotations.NullMarked;
