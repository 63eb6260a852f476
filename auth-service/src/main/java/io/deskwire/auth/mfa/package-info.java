/// Second factors: enrolling, challenging and verifying TOTP (RFC 6238). A session that showed one is `aal2`.
@NullMarked
package io.deskwire.auth.mfa;

import org.jspecify.annotations.NullMarked;
