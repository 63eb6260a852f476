package io.deskwire.auth.session;

/// Asked at sign-up where it is by invitation only. The `invite` feature answers; where there is none, nobody is
/// invited.
public interface InvitedAddresses {
    /// Whether an invitation waits for the (lower-case) address. Needs the system door.
    boolean openFor(String email);
}
