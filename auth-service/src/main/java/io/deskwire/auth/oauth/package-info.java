/// Signing in with Google and other OpenID providers: there and back with PKCE, and ID tokens handed in by apps. Which
/// account an identity belongs to is decided in [io.deskwire.auth.identity].
@NullMarked
package io.deskwire.auth.oauth;

import org.jspecify.annotations.NullMarked;
