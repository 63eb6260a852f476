/// The keys that sign access tokens, and their public halves under `/auth/v1/.well-known/jwks.json`.
@NullMarked
package io.deskwire.auth.signingkey;

import org.jspecify.annotations.NullMarked;
