package io.deskwire.common.identity;

import com.nimbusds.jose.JWSHeader;
import org.jspecify.annotations.Nullable;

/// Turns one kind of bearer token into its caller. A service may add kinds of its own beside [TokenVerifier].
public interface Authenticator {
    /// Whether a token with this header is of this authenticator's kind; says nothing of its validity.
    boolean accepts(JWSHeader header);

    /// The caller of a token that was verified before and still holds; null where it has to be verified. Never blocks.
    default @Nullable Caller remembered(String token) {
        return null;
    }

    /// @throws InvalidTokenException with a reason that may be shown
    Caller authenticate(String token) throws InvalidTokenException;
}
