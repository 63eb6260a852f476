package io.deskwire.auth.session;

import io.deskwire.common.identity.UserId;

/// Asked before an account is changed. The `mfa` feature answers; where there is none, nobody has one.
public interface SecondFactors {
    /// Whether somebody has a verified second factor, so that a session of `aal1` may not change the credentials.
    /// Needs the system door.
    boolean enrolled(UserId user);
}
