/// Signing in with Google and other OpenID providers: there and back with PKCE, ID tokens handed in by apps, and which
/// account an identity belongs to. Trusts what a provider signs, and an e-mail address only if it verified that.
@NullMarked
package io.deskwire.auth.oauth;

import org.jspecify.annotations.NullMarked;
