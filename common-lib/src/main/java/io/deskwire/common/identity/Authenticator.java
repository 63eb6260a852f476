package io.deskwire.common.identity;

import com.nimbusds.jose.JWSHeader;

/// Turns one kind of bearer token into its caller. A service may add kinds of its own beside [TokenVerifier].
public interface Authenticator {
    /// Whether a token with this header is of this authenticator's kind; says nothing of its validity.
    boolean accepts(JWSHeader header);

    /// @throws InvalidTokenException with a reason that may be shown
    Caller authenticate(String token) throws InvalidTokenException;
}
