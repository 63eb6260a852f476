/// Sessions: opened, refreshed, listed and ended, each in the tenant that it works in. Signing in is in
/// [io.deskwire.auth.signin], what a refresh token is worth in [io.deskwire.auth.refreshtoken].
@NullMarked
package io.deskwire.auth.session;

import org.jspecify.annotations.NullMarked;
