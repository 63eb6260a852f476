/// How people prove who they are with other providers: whose an identity is, who signs in by it, and what it proves of
/// an account.
@NullMarked
package io.deskwire.auth.identity;

import org.jspecify.annotations.NullMarked;
