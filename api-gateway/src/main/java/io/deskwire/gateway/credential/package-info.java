/// Who sends a request: the keys of the deployment, API keys and the secret key swapped for a JWT, sessions and their
/// revocation. Nothing here is asked twice where it can be remembered.
@NullMarked
package io.deskwire.gateway.credential;

import org.jspecify.annotations.NullMarked;
