/// API keys: format, hash, scopes, expiry, rotation, revocation, and reports of leaked ones.
@NullMarked
package io.deskwire.auth.apikey;

import org.jspecify.annotations.NullMarked;
