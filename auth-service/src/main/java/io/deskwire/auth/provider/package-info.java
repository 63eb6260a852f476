/// The OpenID providers of this deployment: what they publish, what they are asked, and what their answers are worth.
/// Knows no account and no session.
@NullMarked
package io.deskwire.auth.provider;

import org.jspecify.annotations.NullMarked;
