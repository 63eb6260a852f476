package io.deskwire.auth.accountmail;

import io.deskwire.auth.flow.CodeChallenge;
import org.jspecify.annotations.Nullable;

/// How somebody comes back from a mail.
///
/// @param challenge null for the implicit flow
/// @param redirectTo where the link leads in the end; already allowed
public record MailReturn(@Nullable CodeChallenge challenge, String redirectTo) {}
